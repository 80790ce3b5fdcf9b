// Cancelling who awaits a task cancels that task first, innermost first

import { type Awaitable, coroutine, createTask, sleep, wait } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, inner: Awaitable<unknown>) {
  try {
    yield* inner
  } catch (error) {
    trace(name, error)
    throw error
  }
})

export function* main() {
  const first = createTask(work('innermost', sleep(100)))
  const second = createTask(work('middle', first))
  const third = createTask(work('outermost', second))
  yield* sleep(10)
  third.cancel('down')
  trace([first, second, third].map((task) => task.cancelling()))
  yield* wait([third])
  trace([first, second, third].map((task) => task.cancelled()))
}
