import type { Main, Task } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'

/** Runs a program synchronously, under a clock of its own. */
export function play<T>(main: Main<T>): T {
  using loop = new VirtualLoop()
  return loop.runSync(main)
}

/** What a task waits for, as it describes itself in reports. */
export function describedWait(task: Task<unknown>): string {
  const { _waitsFor: waited } = task as unknown as { _waitsFor: { describe(): string } | null }
  return waited?.describe() ?? 'nothing'
}
