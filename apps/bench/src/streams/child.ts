// A program in a process of its own, which says on its first line where it listens.

import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Child {
  readonly line: string
  /** CPU time it has used, in s; NaN where the platform does not tell. */
  cpu(): number
  /** Its next line. */
  next(): Promise<string>
  kill(): void
}

/** Starts `command`; undefined where it ends without a line: a program that is not installed. */
export async function start(command: string, args: readonly string[]): Promise<Child | undefined> {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  const missing = new Promise<undefined>((resolve) => child.once('error', () => resolve(undefined)))
  const first = await Promise.race([lines.next(), missing])
  if (first === undefined || first.done === true) return undefined
  return {
    line: first.value,
    cpu: () => cpuOf(child.pid ?? 0),
    next: async () => (await lines.next()).value ?? '',
    kill: () => void child.kill('SIGKILL'),
  }
}

/** A program of this folder, run by Node on the built packages. */
export function program(name: string, ...args: string[]): [string, string[]] {
  return [process.execPath, [fileURLToPath(new URL(name, import.meta.url)), ...args]]
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Processor time of all threads of a process, from /proc, in ns; NaN where the platform does not tell. */
function cpuOf(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const times = threads.map((id) =>
      Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]),
    )
    return times.reduce((sum, time) => sum + time, 0) / 1e9
  } catch {
    return Number.NaN
  }
}

/** The smallest: what the machine can do when it is let. */
export function best(values: readonly number[]): number {
  return Math.min(...values)
}
