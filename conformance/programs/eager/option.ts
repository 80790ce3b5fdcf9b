// One task can be eager where others are not, and lazy where others are eager

import { coroutine, createTask, eagerTaskFactory, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  trace(name)
})

export function* main() {
  createTask(work('lazy'))
  createTask(work('eager'), { eager: true })
  trace('created')
  yield* sleep(0)
  getRunningLoop().setTaskFactory(eagerTaskFactory)
  createTask(work('lazy again'), { eager: false })
  createTask(work('eager again'))
  trace('created')
  yield* sleep(0)
}
