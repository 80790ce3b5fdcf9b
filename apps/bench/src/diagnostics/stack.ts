/**
 * What `task.getStack()` takes of a task that waits in so many coroutines. Runs as plain JavaScript: under a
 * loader that turns source maps on, the text of the stack is what is asked, and mapping it takes most of the
 * time.
 */

import { type CoroutineGenerator, coroutine, createTask, run, sleep, type Task } from '@acoro/core'

const DEPTHS = [1, 20, 100]
const CALLS = 20
const SAMPLES = 301

// Not `function* descend`: inside, that name would be the bare generator function.
const descend = coroutine(function* level(depth: number): CoroutineGenerator<void> {
  if (depth > 1) yield* descend(depth - 1)
  else yield* sleep(3_600_000)
})

/** µs of processor time for a call; the samples are too short for much else to fall into them. */
function sample(task: Task<void>): number {
  const before = process.cpuUsage()
  for (let call = 0; call < CALLS; call++) task.getStack()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / CALLS
}

const samples = new Map(DEPTHS.map((depth) => [depth, [] as number[]]))
await run(function* main() {
  const tasks = DEPTHS.map((depth) => [depth, createTask(descend(depth))] as const)
  yield* sleep(0)
  yield* sleep(0)
  for (const [depth, task] of tasks) {
    const found = task.getStack().length
    if (found !== depth) throw new Error(`Expected ${depth} frames, got ${found}`)
  }
  for (let n = 0; n < SAMPLES; n++) {
    for (const [depth, task] of tasks) samples.get(depth)?.push(sample(task))
    yield* sleep(0)
  }
  for (const [, task] of tasks) task.cancel()
})

for (const [depth, times] of samples) {
  const sorted = times.toSorted((a, b) => a - b)
  const [fastest, median] = [sorted[0] ?? 0, sorted[SAMPLES >> 1] ?? 0]
  console.log(
    `  ${String(depth).padStart(3)} coroutines ${median.toFixed(1).padStart(7)} µs ${fastest.toFixed(1).padStart(7)} µs`,
  )
}
