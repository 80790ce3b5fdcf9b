// An eager task that cancels its creator while starting

import { coroutine, createTask, currentTask, sleep, type Task } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(creator: Task<unknown>) {
  creator.cancel('from the child')
  trace('cancelled the creator')
})

const creator = coroutine(function* creator() {
  createTask(work(currentTask()!), { eager: true })
  trace('still running')
  yield* outcome('next wait', sleep(10))
})

export function* main() {
  yield* createTask(creator())
}
