// One failing child cancels the others, and all errors come out in a group

import { coroutine, currentTask, sleep, type Task, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail(ms: number) {
  yield* sleep(ms)
  throw new Boom(`after ${ms}`)
})

const work = coroutine(function* work(name: string) {
  try {
    yield* sleep(100)
  } catch (error) {
    trace(name, 'cancelled')
    throw error
  }
})

export function* main() {
  const tasks: Task<void>[] = []
  try {
    yield* taskGroup(function* (group) {
      tasks.push(group.createTask(work('a')), group.createTask(fail(10)), group.createTask(work('b')))
    })
  } catch (error) {
    trace(error)
  }
  trace(
    tasks.map((task) => task.cancelled()),
    currentTask()!.cancelling(),
  )
}
