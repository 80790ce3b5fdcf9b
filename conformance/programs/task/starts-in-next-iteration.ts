// A task starts in the next iteration, in order of creation

import { coroutine, createTask } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  trace(name)
  return name
})

export function* main() {
  const one = createTask(work('one'))
  const two = createTask(work('two'))
  trace('created', one.done(), two.done())
  trace(yield* two, yield* one)
}
