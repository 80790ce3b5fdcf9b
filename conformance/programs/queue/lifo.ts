// A last-in-first-out queue is a stack

import { LifoQueue } from '@acoro/sync'
import { attempt, trace } from '../../harness/trace.ts'

export function* main() {
  const queue = new LifoQueue<number>(3)
  for (const item of [1, 2, 3]) queue.putNowait(item)
  trace(queue.full())
  attempt('full', () => queue.putNowait(4))
  trace(yield* queue.get(), yield* queue.get(), yield* queue.get())
}
