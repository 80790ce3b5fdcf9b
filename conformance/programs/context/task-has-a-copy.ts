// A task starts with a copy of its creator's variables, taken at creation

import { ContextVar, coroutine, createTask, gather, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })

const work = coroutine(function* work(name: string) {
  trace(name, number.get())
  number.set(number.get() + 10)
  yield* sleep(1)
  trace(name, number.get())
})

export function* main() {
  number.set(1)
  const one = createTask(work('one'))
  number.set(2)
  const two = createTask(work('two'))
  number.set(3)
  yield* gather(one, two)
  trace('main', number.get())
  yield* work('same task')
  trace('main', number.get())
}
