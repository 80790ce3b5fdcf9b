// A priority queue gives the lowest first

import { PriorityQueue } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const queue = new PriorityQueue<number>()
  for (const item of [5, 1, 4, 1, 3]) queue.putNowait(item)
  trace([1, 2, 3, 4, 5].map(() => queue.getNowait()))
  const pairs = new PriorityQueue<[number, string]>(0, (a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
  for (const item of [
    [2, 'b'],
    [1, 'z'],
    [1, 'a'],
  ] as [number, string][])
    pairs.putNowait(item)
  while (!pairs.empty()) trace(yield* pairs.get())
}
