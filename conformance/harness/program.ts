// The pairs of programs as they lie in the folder: `programs/<area>/<name>.py` and `.ts` side by side.
//
// The Python half carries the header, in comments at its top:
//
//   # One sentence: the behaviour both halves show.
//   # row: 2.2 gather, 1.70           the rows of rows.ts it covers
//   # differs: why acoro does otherwise    only where it does, on purpose
//   # world: real                     only where it needs processes, signals or threads: see native.py

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from './trace.ts'

export interface Pair {
  /** area/name */
  readonly id: string
  readonly title: string
  readonly rows: readonly string[]
  readonly differs: string | undefined
  readonly world: World
  readonly source: string
}

export type Traces = Record<string, string[]>

export const root: string = join(import.meta.dirname, '..')
export const programs: string = join(root, 'programs')
/** What CPython printed, as scripts/record.ts wrote it down. */
export const recorded: string = join(root, 'traces', 'cpython.json')
/** What a native CPython printed, of programs that need the real world. */
export const recordedNatively: string = join(root, 'traces', 'native.json')
/** Which interpreter recorded what. */
export const recorders: string = join(root, 'traces', 'recorders.json')
/** What acoro prints where it differs on purpose; kept by hand. */
export const different: string = join(root, 'traces', 'differs.json')

/** Every pair, by area and name. An error where a half is missing or the header is not complete. */
export function readPairs(): Pair[] {
  const files = readdirSync(programs, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  const orphan = files.find((file) => file.endsWith('.ts') && !files.includes(file.replace(/ts$/, 'py')))
  if (orphan !== undefined) throw new Error(`programs/${orphan} has no Python half`)
  return files
    .filter((file) => file.endsWith('.py'))
    .map((file) => readPair(file.slice(0, -'.py'.length)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function readPair(id: string): Pair {
  if (!existsSync(join(programs, `${id}.ts`))) throw new Error(`programs/${id}.py has no acoro half`)
  const source = readFileSync(join(programs, `${id}.py`), 'utf8')
  const title = /^# (.+)$/m.exec(source)?.[1]
  const rows = /^# row: (.+)$/m.exec(source)?.[1]?.split(', ')
  if (title === undefined || rows === undefined) throw new Error(`programs/${id}.py has no title or no rows`)
  const world = /^# world: real$/m.test(source) ? 'real' : 'virtual'
  return { id, title, rows, differs: /^# differs: (.+)$/m.exec(source)?.[1], world, source }
}

export function readTraces(file: string): Traces {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Traces) : {}
}
