// A task is a future, and can be extended

import { coroutine, Future, isFuture, Task } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

class Counted<T> extends Task<T> {
  static count = 0

  constructor(...args: ConstructorParameters<typeof Task<T>>) {
    super(...args)
    Counted.count++
  }
}

const work = coroutine(function* work() {
  return 'value'
})

export function* main() {
  Counted.count = 0
  const task = new Counted(work(), { name: 'mine' })
  trace(task instanceof Task, task instanceof Future, isFuture(task), task)
  trace(yield* task, Counted.count)
}
