// only on node: it reads what V8 says of its compiler

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('programs/collected.ts', import.meta.url))

test('a full collection throws no compiled code away, because an example of each class stays alive', () => {
  const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']
  const flags = ['--expose-gc', '--trace-deopt', ...conditions, '--import', 'tsx']
  const said = execFileSync(process.execPath, [...flags, program], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  expect(said.trimEnd().endsWith('done')).toBe(true)
  const warm = said.slice(said.indexOf('\nwarm\n'))
  // V8 names the function whose code it throws away: that of a class, or of what was compiled into it.
  const thrownAway = [...warm.matchAll(/SharedFunctionInfo ?([^>]*)>.*reason: weak objects/g)]
  expect(thrownAway.map(([, name]) => name)).toEqual([])
})
