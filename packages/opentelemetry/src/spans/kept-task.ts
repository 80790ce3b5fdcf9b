/** What is kept of a pending task: its context, its span, and the scopes that it has entered. */

import type { AsyncResource } from 'node:async_hooks'
import type { Membership, ScopeKind } from '@acoro/core/lowlevel'
import type { Context, Span } from '@opentelemetry/api'

export interface KeptTask {
  /** All steps run in it: it holds the AsyncLocalStorage stores, the context of OpenTelemetry among them. */
  readonly resource: AsyncResource
  /** The context that `resource` holds: that of all its steps. */
  readonly own: Context
  /** The context of tasks and scopes that it makes: that of the innermost scope it has entered. */
  current: Context
  /** Null if the task is none. */
  readonly span: Span | null
  readonly scopes: EnteredScope[]
  /** By `performance.now()`. */
  readonly began: number
  readonly work: string
  steps: number
  /** ms */
  busy: number
  links: number
  /** Where it stands among those of pending tasks. */
  place: Membership<KeptTask> | null
}

export interface EnteredScope {
  readonly scope: object
  readonly kind: ScopeKind
  readonly span: Span
  /** The context around it. */
  readonly outer: Context
}
