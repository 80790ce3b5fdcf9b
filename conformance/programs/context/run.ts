// Context.run keeps what is set inside, and is entered once at a time

import { ContextVar, copyContext } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })

export function* main() {
  number.set(1)
  const context = copyContext()
  context.run(() => number.set(2))
  trace(
    number.get(),
    context.get(number),
    context.run(() => number.get()),
  )
  attempt('twice', () => context.run(() => context.run(() => number.get())))
  const copy = context.copy()
  copy.run(() => number.set(3))
  trace(number.get(), context.get(number), copy.get(number))
}
