// A child that is cancelled is no error, and the group goes on

import { coroutine, currentTask, sleep, type Task, taskGroup } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  yield* sleep(20)
  trace(name)
})

export function* main() {
  let one: Task<void> | undefined
  yield* taskGroup(function* (group) {
    one = group.createTask(work('one'))
    group.createTask(work('two'))
    yield* sleep(10)
    one.cancel()
    trace('cancelled one')
  })
  trace(one?.cancelled(), currentTask()!.cancelling())
}
