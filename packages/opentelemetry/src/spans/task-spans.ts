/**
 * Spans of tasks, and the context of each.
 *
 * A step of a task runs in the async context of whatever woke it: a socket, a timer, another request. So each
 * task gets an AsyncResource when it is made, with its span in the context, and all its steps run in that. It
 * keeps the AsyncLocalStorage stores of the task's maker as `@acoro/compat/node` does, which is not needed
 * beside it. The price is one resource and one span a task, and one call a step.
 *
 * A task in a group or a timeout may make other tasks. Their spans are below the span of that group or
 * timeout, which is below the task's own span. The task's own steps keep the context of the task: a context
 * cannot be changed in the middle of a step, so what follows a timeout would still be below it.
 */

import { AsyncResource } from 'node:async_hooks'
import { threadId } from 'node:worker_threads'
import { currentTask, type Task } from '@acoro/core'
import {
  type HiddenField,
  hiddenField,
  MemberList,
  runningLoop,
  type ScopeKind,
  type TaskKeeper,
  taskNumber,
  taskOutcome,
} from '@acoro/core/lowlevel'
import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { Settings } from '../base/options.ts'
import { cut, errorMessage, errorStack, errorType, safely } from '../base/texts.ts'
import type { EnteredScope, KeptTask } from './kept-task.ts'
import { tellOutcome, tellScopeEnd } from './outcome.ts'

/** The most links of a span. */
const MOST_LINKS = 16
/** `SeverityNumber.ERROR` of `@opentelemetry/api-logs`. */
const ERROR = 17

/** Hears of tasks that were made and that ended. */
export interface TaskListener {
  made(): void
  /** `ms` is the time from its making to its end. */
  ended(outcome: 'returned' | 'failed' | 'cancelled', ms: number, work: string): void
}

export class TaskSpans implements TaskKeeper {
  tracer: Tracer
  readonly #settings: Settings
  readonly #listener: TaskListener
  readonly #field: HiddenField<Task<unknown>, KeptTask> = hiddenField()
  /** Those of pending tasks. */
  readonly #open = new MemberList<KeptTask>()

  constructor(tracer: Tracer, settings: Settings, listener: TaskListener) {
    this.tracer = tracer
    this.#settings = settings
    this.#listener = listener
  }

  // None of these may throw into the loop, and the program's own samplers and processors run inside.
  keep(task: Task<unknown>): void {
    safely(() => this.#keep(task))
  }

  drop(task: Task<unknown>): void {
    safely(() => this.#drop(task))
  }

  entered(task: Task<unknown>, scope: object, kind: ScopeKind): void {
    safely(() => this.#enteredScope(task, scope, kind))
  }

  left(task: Task<unknown>, scope: object, failed: boolean, error: unknown): void {
    safely(() => this.#leftScope(task, scope, failed, error))
  }

  #keep(task: Task<unknown>): void {
    if (this.#of(task) !== null) return
    const maker = this.#maker()
    const active = context.active()
    // What the program has made the active context by itself goes before that of the maker's scope.
    const isPlain = maker !== undefined && (active === maker.own || active === ROOT_CONTEXT)
    const parent = isPlain ? maker.current : active
    const scope = isPlain ? maker.scopes.at(-1) : undefined
    const work = functionOf(task)
    const span = this.#isSpan(task, scope) ? this.#begin(task, work, scope, parent) : null
    const current = span === null ? parent : trace.setSpan(parent, span)
    const kept: KeptTask = {
      resource: context.with(current, newResource),
      own: current,
      current,
      span,
      scopes: [],
      began: performance.now(),
      work,
      steps: 0,
      busy: 0,
      links: 0,
      place: null,
    }
    kept.place = this.#open.add(kept)
    this.#field.set(task, kept)
    this.#listener.made()
  }

  enter(task: Task<unknown>, step: (task: Task<unknown>) => void): void {
    const kept = this.#of(task)
    if (kept === null) {
      step(task)
      return
    }
    kept.steps++
    const began = performance.now()
    kept.resource.runInAsyncScope(step, undefined, task)
    kept.busy += performance.now() - began
  }

  #drop(task: Task<unknown>): void {
    const kept = this.#of(task)
    if (kept === null) return
    this.#field.set(task, null)
    kept.place?.leave()
    for (const { span } of kept.scopes.splice(0).reverse()) span.end()
    const outcome = taskOutcome(task) ?? { state: 'returned' }
    const now = performance.now()
    this.#listener.ended(outcome.state, now - kept.began, kept.work)
    const span = kept.span ?? this.#late(task, kept, now)
    if (outcome.state === 'failed') this.#log(outcome.error, kept.current)
    if (span !== null) {
      tellOutcome(span, outcome)
      span.setAttributes({ 'acoro.task.steps': kept.steps, 'acoro.task.busy_time': kept.busy / 1000 })
      span.end(now)
    }
    kept.resource.emitDestroy()
  }

  #enteredScope(task: Task<unknown>, scope: object, kind: ScopeKind): void {
    const kept = this.#of(task)
    if (kept === null || !this.#settings.scopes) return
    const outer = kept.current
    const isGroup = kind === 'TaskGroup'
    const span = this.tracer.startSpan(
      isGroup ? 'taskGroup' : 'timeout',
      { kind: SpanKind.INTERNAL, attributes: isGroup ? { 'acoro.group.name': kept.work } : {} },
      outer,
    )
    kept.scopes.push({ scope, kind, span, outer })
    kept.current = trace.setSpan(outer, span)
  }

  #leftScope(task: Task<unknown>, scope: object, failed: boolean, error: unknown): void {
    const scopes = this.#of(task)?.scopes
    const at = scopes?.findLastIndex((each) => each.scope === scope) ?? -1
    if (scopes === undefined || at < 0) return
    const [left, ...inner] = scopes.splice(at) as [EnteredScope, ...EnteredScope[]]
    // They were entered inside and never left.
    for (const { span } of inner.reverse()) span.end()
    const { span, kind, outer } = left
    if (kind === 'Timeout') span.setAttribute('acoro.timeout.expired', isExpired(scope))
    tellScopeEnd(span, failed, error)
    span.end()
    ;(this.#of(task) as KeptTask).current = outer
  }

  /** The task was woken by another one. */
  woken(task: Task<unknown>, by: Task<unknown>): void {
    const kept = this.#of(task)
    const waker = this.#of(by)
    if (kept?.span == null || waker === null || kept.links >= MOST_LINKS) return
    const other = trace.getSpanContext(waker.current)
    if (other === undefined || other.traceId === kept.span.spanContext().traceId) return
    kept.links++
    kept.span.addLink({ context: other })
  }

  /** Ends all spans that are open, without an outcome. */
  end(): void {
    for (const { scopes, span, resource } of this.#open) {
      for (const scope of scopes.reverse()) scope.span.end()
      span?.end()
      resource.emitDestroy()
    }
    this.#open.clear()
  }

  /** What is kept of a pending task; null after the end of all spans. */
  #of(task: Task<unknown>): KeptTask | null {
    const kept = this.#field.get(task)
    return kept?.place?.isIn === true ? kept : null
  }

  #maker(): KeptTask | undefined {
    const loop = runningLoop()
    const task = loop === null ? null : currentTask(loop)
    return task === null ? undefined : (this.#of(task) ?? undefined)
  }

  #isSpan(task: Task<unknown>, scope: EnteredScope | undefined): boolean {
    const { tasks } = this.#settings
    if (tasks !== 'named') return tasks === 'all'
    return scope?.kind === 'TaskGroup' || isNamed(task)
  }

  #begin(task: Task<unknown>, work: string, scope: EnteredScope | undefined, parent: Context): Span {
    const attributes = attributesOf(task, work)
    const owner = scope?.kind === 'TaskGroup' ? this.#maker() : undefined
    if (owner !== undefined) attributes['acoro.group.name'] = owner.work
    return this.tracer.startSpan(nameOf(task, work), { kind: SpanKind.INTERNAL, attributes }, parent)
  }

  /** The span of a task that took long, and was none until now. */
  #late(task: Task<unknown>, { began, work, current }: KeptTask, now: number): Span | null {
    if (now - began < this.#settings.minTime) return null
    const attributes = attributesOf(task, work)
    return this.tracer.startSpan(
      nameOf(task, work),
      { kind: SpanKind.INTERNAL, attributes, startTime: began },
      current,
    )
  }

  #log(error: unknown, at: Context): void {
    const { logger } = this.#settings
    if (logger === null) return
    const [type, message, stack] = [errorType(error), errorMessage(error), errorStack(error)]
    const attributes: Record<string, string> = { 'exception.type': type, 'exception.message': message }
    if (stack !== undefined) attributes['exception.stacktrace'] = stack
    const record = { severityNumber: ERROR, severityText: 'ERROR', body: message, attributes, context: at }
    safely(() => logger.emit(record))
  }
}

function newResource(): AsyncResource {
  return new AsyncResource('acoro.Task', { requireManualDestroy: true })
}

function isNamed(task: Task<unknown>): boolean {
  // Those with a name of their own have negative numbers.
  return taskNumber(task) < 0
}

/**
 * The name of a span: the function, because a backend groups spans by their names. A generator does not tell
 * its function, so the name of its task stands for it, without its numbers.
 */
function nameOf(task: Task<unknown>, work: string): string {
  if (work !== '') return work
  return isNamed(task) ? cut(task.name.replace(/\d+/g, '#')) : 'task'
}

/** Empty if the task was made of a generator. */
function functionOf(task: Task<unknown>): string {
  const name = safely(() => task.coro.functionName)
  return typeof name === 'string' && name !== 'coroutine' ? cut(name) : ''
}

function attributesOf(task: Task<unknown>, work: string): Attributes {
  const attributes: Attributes = {
    'acoro.task.id': taskNumber(task),
    'acoro.task.name': cut(task.name),
    'thread.id': threadId,
  }
  if (work !== '') attributes['code.function.name'] = work
  return attributes
}

function isExpired(scope: object): boolean {
  return safely(() => (scope as { expired?(): boolean }).expired?.()) === true
}
