// A child may add children while the group waits for its end

import { coroutine, sleep, type TaskGroup, taskGroup } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  yield* sleep(10)
  trace(name)
})

const spawner = coroutine(function* spawner(group: TaskGroup) {
  yield* sleep(5)
  group.createTask(work('grandchild'))
  trace('spawned')
})

export function* main() {
  yield* taskGroup(function* (group) {
    group.createTask(spawner(group))
  })
  trace('left')
}
