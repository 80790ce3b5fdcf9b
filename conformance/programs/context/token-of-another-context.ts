// A token works in the context it was made in only, and for its own variable

import { ContextVar, coroutine, createTask } from '@acoro/core'
import { attempt } from '../../harness/trace.ts'

const number = new ContextVar<number | string>('number')
const other = new ContextVar<number | string>('other')

const reset = coroutine(function* reset(token: ReturnType<typeof number.set>) {
  attempt('in another task', () => number.reset(token))
})

export function* main() {
  const token = number.set(1)
  attempt('another variable', () => other.reset(token))
  yield* createTask(reset(token))
  number.reset(token)
  attempt('in its own', () => number.get('unset'))
  attempt('no value', () => other.get('fallback'))
}
