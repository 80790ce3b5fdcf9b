// Tests of the packages, by a name that outlives a move: `core/debug` is debug.test.ts, wherever it lies in
// core's tests.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './program.ts'

/** The path from the root of the repository. An error unless there is exactly one. */
export function testFile(name: string): string {
  const [id, base] = name.split('/') as [string, string]
  const folder = join('packages', id, 'test')
  const found = readdirSync(join(root, '..', folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file === `${base}.test.ts` || file.endsWith(`/${base}.test.ts`))
  if (found.length !== 1)
    throw new Error(`Expected one test ${name}, found ${found.length}: ${found.join(', ')}`)
  return `${folder}/${found[0]}`
}
