// Having lost its item, a getter stands at the end of the line

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const consumer = coroutine(function* consumer(name: string, queue: Queue<string>) {
  trace(name, yield* queue.get())
})

export function* main() {
  const queue = new Queue<string>()
  const tasks = [...'ab'].map((name) => createTask(consumer(name, queue)))
  yield* sleep(10)
  queue.putNowait('one')
  trace('thief', queue.getNowait())
  yield* sleep(10)
  queue.putNowait('two')
  yield* sleep(10)
  queue.putNowait('three')
  yield* gather(...tasks)
}
