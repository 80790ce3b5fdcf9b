// A coroutine can be driven from outside: send, throw, close

import { coroutine } from '@acoro/core'
import { attempt, Boom, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    trace('got', yield)
    trace('got', yield)
  } finally {
    trace('left')
  }
  return 'result'
})

export function main() {
  let coro = work()
  coro.next()
  coro.next('first')
  const end = coro.next('second')
  if (end.done) trace('returned', end.value)
  coro = work()
  coro.next()
  attempt('throw', () => coro.throw(new Boom('thrown in')))
  coro = work()
  coro.next()
  coro.close()
  coro = work()
  coro.close()
  trace('closed before the start')
}
