/** How a task or a scope has ended. A cancellation is no error: the status of its span stays unset. */

import { isCancelledError } from '@acoro/core'
import type { TaskOutcome } from '@acoro/core/lowlevel'
import { type Span, SpanStatusCode } from '@opentelemetry/api'
import { cut, errorMessage, errorType } from '../base/texts.ts'

export function tellOutcome(span: Span, outcome: TaskOutcome): void {
  span.setAttribute('acoro.task.outcome', outcome.state)
  if (outcome.state === 'failed') tellError(span, outcome.error)
  else if (outcome.state === 'cancelled' && outcome.message !== null)
    span.setAttribute('acoro.cancel.message', cut(outcome.message))
}

/** How a group or a timeout was left. */
export function tellScopeEnd(span: Span, failed: boolean, error: unknown): void {
  const isCancelled = failed && isCancelledError(error)
  span.setAttribute('acoro.scope.outcome', isCancelled ? 'cancelled' : failed ? 'failed' : 'returned')
  if (failed && !isCancelled) tellError(span, error)
}

function tellError(span: Span, error: unknown): void {
  span.setAttribute('error.type', errorType(error))
  span.setStatus({ code: SpanStatusCode.ERROR, message: errorMessage(error) })
}
