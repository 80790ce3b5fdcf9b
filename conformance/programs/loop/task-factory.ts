// A task factory sees every task and may be taken away again

import { coroutine, createTask, gather, getRunningLoop, Task } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  trace(name)
})

export function* main() {
  const loop = getRunningLoop()
  trace(loop.getTaskFactory())
  const factory: NonNullable<ReturnType<typeof loop.getTaskFactory>> = (owner, coro, options) => {
    trace('factory', options?.name)
    return new Task(coro, { ...options, loop: owner })
  }
  loop.setTaskFactory(factory)
  trace(loop.getTaskFactory() === factory)
  const one = createTask(work('one'), { name: 'first' })
  const two = loop.createTask(work('two'), { name: 'second' })
  yield* gather(one, two)
  attempt('a number', () => loop.setTaskFactory(5 as unknown as null))
  loop.setTaskFactory(null)
  trace(loop.getTaskFactory())
  yield* createTask(work('three'))
}
