// only on node: it reads what V8 says of its compiler

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('programs/collected.ts', import.meta.url))

/** A sentence may say «set on». */
const COMMENT_LINES = /^\s*(?:\/\*|\*|\/\/).*$/gm

/**
 * The names of all functions, methods and classes in the sources of core and sync. Node's own code has
 * others.
 */
function ownNames(): Set<string> {
  const names = new Set<string>()
  for (const folder of ['../../core/src/', '../src/']) {
    const url = new URL(folder, import.meta.url)
    for (const file of readdirSync(url, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue
      const text = readFileSync(new URL(file, url), 'utf8').replace(COMMENT_LINES, '')
      for (const [, name] of text.matchAll(/(?:function\*?|class|get|set) ([\w$]+)/g))
        names.add(name as string)
      for (const [, name] of text.matchAll(/^ {2}(?:[a-z]+ )*\*?(#?[\w$]+)(?:<.*>)?\(/gm))
        names.add(name as string)
    }
  }
  return names
}

test('a full collection throws no compiled code away, because an example of each class stays alive', () => {
  const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']
  const flags = ['--expose-gc', '--trace-deopt', ...conditions, '--import', 'tsx']
  const said = execFileSync(process.execPath, [...flags, program], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  const [, warm = '', rest] = said.split(/^(?:warm|done)$/m)
  expect(rest).toBeDefined()

  const own = ownNames()
  expect([...own]).toEqual(
    expect.arrayContaining(['Pause', '_step', '#runReady', 'acquire', 'get', 'gather']),
  )
  expect(own.has('addEventListener')).toBe(false)
  // V8 names the function whose code it throws away: that of a class, or of what was compiled into it.
  const thrownAway = [...warm.matchAll(/SharedFunctionInfo ?(?:get )?([^>]*)>.*reason: .*weak objects/g)]
  expect(thrownAway.map(([, name]) => name as string).filter((name) => own.has(name))).toEqual([])
})
