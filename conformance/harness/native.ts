// A native CPython, for programs that need what WebAssembly has not: processes, signals, threads, Unix
// sockets.
//
// It is optional: where there is none, what was recorded with one stays as it is.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { programs, root } from './program.ts'

const ASK =
  'import sys; print(sys.version.split()[0], "on", sys.platform); sys.exit(sys.version_info < (3, 11))'

/** Its version and platform; undefined where there is no `python3` from 3.11 on. */
export function nativeVersion(): string | undefined {
  const asked = spawnSync('python3', ['-c', ASK], { encoding: 'utf8' })
  return asked.status === 0 ? asked.stdout.trim() : undefined
}

/** Runs the Python half of a pair, and gives the trace it printed. */
export function recordNatively(id: string): string[] {
  const args = ['-W', 'ignore', join(root, 'harness', 'native.py'), join(programs, `${id}.py`)]
  const ran = spawnSync('python3', args, { encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`programs/${id}.py failed on the native CPython:\n${ran.stderr}`)
  return JSON.parse(ran.stdout.trim().split('\n').at(-1) as string) as string[]
}
