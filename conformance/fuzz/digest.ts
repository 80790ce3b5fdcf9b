// Random programs for the test suite, which has no Python: of each trace only a digest is kept.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../harness/program.ts'
import type { RandomProgram } from './program.ts'

/** The digests of the traces of seeds 0, 1, …, as CPython printed them. */
export const digests: string = join(root, 'traces', 'random.json')
export const DIGESTS = 300

export function digest(trace: readonly string[]): string {
  return createHash('sha256').update(trace.join('\n')).digest('hex').slice(0, 12)
}

const interpreter = readFileSync(join(root, 'fuzz', 'interpreter.py'), 'utf8')

/** The Python half of a random program: the interpreter, and the program as a string. */
export function pythonSource(program: RandomProgram): string {
  return `${interpreter}\n\nPROGRAM = ${JSON.stringify(JSON.stringify(program))}\n`
}
