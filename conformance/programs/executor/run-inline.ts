// What an executor runs comes back as a future, result or error

import { getRunningLoop, InlineExecutor, isFuture } from '@acoro/core'
import { attempt, Boom, outcome, trace } from '../../harness/trace.ts'

function compute(a: number, b: number) {
  trace('compute', a, b)
  return a + b
}

function fail() {
  throw new Boom('in the executor')
}

export function* main() {
  const loop = getRunningLoop()
  const executor = new InlineExecutor(loop)
  const future = loop.runInExecutor(executor, compute, 1, 2)
  trace(isFuture(future))
  trace(yield* future)
  yield* outcome('fail', loop.runInExecutor(executor, fail))
  loop.setDefaultExecutor(executor)
  trace(yield* loop.runInExecutor(null, compute, 3, 4))
  attempt('no executor', () => loop.setDefaultExecutor(5 as unknown as InlineExecutor))
}
