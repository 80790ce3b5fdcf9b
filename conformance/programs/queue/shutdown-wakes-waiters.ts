// shutdown wakes the getters and putters that wait

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { outcome, trace } from '../../harness/trace.ts'

const consumer = coroutine(function* consumer(name: string, queue: Queue<string>) {
  yield* outcome(name, queue.get())
})

const producer = coroutine(function* producer(name: string, queue: Queue<string>) {
  yield* outcome(name, queue.put(name))
})

export function* main() {
  const empty = new Queue<string>()
  const full = new Queue<string>(1)
  full.putNowait('first')
  const tasks = ['get a', 'get b'].map((name) => createTask(consumer(name, empty)))
  tasks.push(...['put a', 'put b'].map((name) => createTask(producer(name, full))))
  yield* sleep(10)
  empty.shutdown()
  full.shutdown()
  trace('shut down')
  yield* gather(...tasks)
  trace(full.getNowait())
}
