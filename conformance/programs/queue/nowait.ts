// The nowait forms refuse instead of waiting

import { Queue } from '@acoro/sync'
import { attempt, trace } from '../../harness/trace.ts'

export function* main() {
  const queue = new Queue<number>(1)
  attempt('get', () => queue.getNowait())
  attempt('put', () => queue.putNowait(1))
  attempt('put', () => queue.putNowait(2))
  attempt('get', () => queue.getNowait())
  const infinite = new Queue<number>(-1)
  for (let item = 0; item < 5; item++) infinite.putNowait(item)
  trace(infinite.full(), infinite.qsize())
}
