// A group ends when all its tasks have, and gives their results

import { coroutine, sleep, type Task, taskGroup } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, ms: number) {
  yield* sleep(ms)
  trace(name)
  return name
})

export function* main() {
  const tasks: Task<string>[] = []
  yield* taskGroup(function* (group) {
    tasks.push(group.createTask(work('one', 20)))
    tasks.push(group.createTask(work('two', 10), { name: 'second' }))
    trace('body done', tasks[1])
  })
  trace(tasks[0]!.result(), tasks[1]!.result())
}
