// A body that fails at once leaves children that never ran

import { coroutine, type Task, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  trace('never', name)
})

export function* main() {
  let task: Task<void> | undefined
  try {
    yield* taskGroup(function* (group) {
      task = group.createTask(work('a'))
      throw new Boom('at once')
    })
  } catch (error) {
    trace(error, task?.cancelled())
  }
}
