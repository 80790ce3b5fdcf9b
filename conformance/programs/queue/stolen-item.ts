// A woken getter whose item was taken by getNowait waits again

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const consumer = coroutine(function* consumer(name: string, queue: Queue<string>) {
  trace(name, yield* queue.get())
})

export function* main() {
  const queue = new Queue<string>()
  const task = createTask(consumer('first', queue))
  yield* sleep(10)
  queue.putNowait('one')
  trace('thief', queue.getNowait())
  yield* sleep(10)
  trace(task.done())
  const second = createTask(consumer('second', queue))
  yield* sleep(10)
  queue.putNowait('two')
  queue.putNowait('three')
  yield* gather(task, second)
}
