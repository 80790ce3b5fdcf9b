// A future prints its state, its result and its callbacks

import { getRunningLoop } from '@acoro/core'
import { Boom, form, trace } from '../../harness/trace.ts'

function first() {}

function second() {}

export function* main() {
  const loop = getRunningLoop()
  const future = loop.createFuture<number>()
  trace(form(future))
  future.addDoneCallback(first)
  trace(form(future))
  future.addDoneCallback(second)
  trace(form(future))
  future.addDoneCallback(first)
  future.addDoneCallback(second)
  trace(form(future))
  future.setResult(42)
  trace(form(future))
  const failed = loop.createFuture()
  failed.setException(new Boom())
  failed.exception()
  trace(form(failed))
  const gone = loop.createFuture()
  gone.cancel()
  trace(form(gone))
}
