// What is no suspension is refused where it was yielded, and the coroutine goes on

import type { Suspension } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

function* bare(value: unknown): Generator<Suspension, unknown, any> {
  return yield value as Suspension
}

export function* main() {
  yield* outcome('a number', bare(5))
  yield* outcome('a string', bare('text'))
  yield* outcome('nothing', bare(undefined))
  trace('still here')
}
