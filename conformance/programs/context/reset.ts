// A token puts the old value back, once

import { ContextVar } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

const number = new ContextVar<number | string>('number')

export function* main() {
  attempt('unset', () => number.get('fallback'))
  const token = number.set(1)
  const inner = number.set(2)
  trace(number.get(), inner.oldValue, token.variable === number)
  number.reset(inner)
  trace(number.get())
  attempt('again', () => number.reset(inner))
  number.reset(token)
  attempt('unset', () => number.get('fallback'))
}
