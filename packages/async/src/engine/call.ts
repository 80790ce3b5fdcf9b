/**
 * One call of a compiled async function: a task that drives the body's generator, and the promise that the
 * caller got.
 *
 *   body ──await──► waits ──outcome──► body ──return──► finished
 *                                        └─return promise──► turn ──► adopts it ──► finished
 *
 * On the loops of programs each wait is a reaction of a promise, as in a native async function: steps come in
 * the same order, also among native code. On the loop of a test, which runs jobs when it is told to, waits go
 * through the loop.
 */

import { type Future, isCoroutine, isFuture, type StackFrame } from '@acoro/core'
import { coroutineOf, DrivenTask, type Membership, type Surroundings, sharesJobs } from '@acoro/core/lowlevel'
import { linkOf, linkOfAwaited, linkTo, unlive } from './link.ts'
import { ignore, isPromise, nativeThen, resolved, resumeNext, resumeThrow } from './native.ts'
import { placesOf } from './place.ts'
import { type Member, Scope } from './scope.ts'
import { Signals } from './signals.ts'
import { surroundingsHere } from './surroundings.ts'

type BodyGenerator = Generator<unknown, unknown, unknown>
type Resolve = (value: unknown) => void

// What it does when it is resumed: the lowest bits of its phase.
const IN_BODY = 0
/** It has returned a promise; `await` of a promise begins a turn after that. */
const RETURNED = 1
/** It waits for the promise that it has returned. */
const ADOPTING = 2
/** The bits for that, which a subclass may use otherwise. */
export const RESUMES = 7
/** Bit of the phase: it is stepped in the reactions of promises. */
const REACTS = 8
/** Bit of the phase: it belongs to a scope, or its end is watched. */
const WATCHED = 16

/** The scopes of calls. While none is open, calls pay for it with one comparison. */
const scopes = new WeakMap<Call, readonly [Scope, Membership<Member>]>()

/** What else is told of the end of a call. */
const watchers = new WeakMap<Call, Set<() => void>>()

const NEXT_TURN = Promise.resolve()

/** The AbortSignals of calls that were asked for one. */
export const signals: Signals = new Signals()

export class Call extends DrivenTask<unknown> {
  declare generator: BodyGenerator
  declare promise: Promise<unknown> | null
  declare resolvePromise: Resolve
  declare rejectPromise: Resolve

  constructor() {
    super()
    this.generator = null as never
    this.promise = null
    this.resolvePromise = ignore
    this.rejectPromise = ignore
    if (sharesJobs(this.getLoop())) this.phase = REACTS
  }

  /** Is it stepped in the reactions of promises? */
  get reacts(): boolean {
    return (this.phase & REACTS) !== 0
  }

  /** What it does when it is resumed. */
  get resumesAs(): number {
    return this.phase & RESUMES
  }

  set resumesAs(what: number) {
    this.phase = (this.phase & ~RESUMES) | what
  }

  /** The promise of the call. */
  makePromise(): Promise<unknown> {
    // The functions go into the call at once. By way of a variable each would cost a write barrier.
    const promise = new Promise<unknown>((resolve, reject) => {
      this.resolvePromise = resolve
      this.rejectPromise = reject
    })
    this.promise = promise
    linkTo(promise, this)
    if (Scope.isAnyOpen()) this.enterScope()
    return promise
  }

  /** Takes over a promise that was made before. */
  adopt(made: { promise: Promise<unknown>; resolve: Resolve; reject: Resolve }): Promise<unknown> {
    this.promise = made.promise
    this.resolvePromise = made.resolve
    this.rejectPromise = made.reject
    linkTo(made.promise, this)
    if (Scope.isAnyOpen()) this.enterScope()
    return made.promise
  }

  enterScope(): void {
    const scope = Scope.here()
    if (scope === null) return
    scopes.set(this, [scope, scope.add(this)])
    this.phase |= WATCHED
  }

  protected override resume(outcome: unknown, failed: boolean): void {
    if (this.resumesAs !== IN_BODY) {
      this.resumeAdoption(outcome, failed)
      return
    }
    let result: IteratorResult<unknown, unknown>
    try {
      // Two calls of known functions: a call of the one or the other takes longer.
      result = failed ? resumeThrow.call(this.generator, outcome) : resumeNext.call(this.generator, outcome)
    } catch (error) {
      this.fail(error)
      return
    }
    if (result.done === true) this.returned(result.value)
    else this.await(result.value)
  }

  /** The body has returned a promise. */
  resumeAdoption(outcome: unknown, failed: boolean): void {
    if (failed) this.adoptionFailed(outcome)
    else if (this.resumesAs === RETURNED) {
      this.resumesAs = ADOPTING
      this.waitFor(this.generator as never)
    } else this.finish(outcome)
  }

  /** The body has come to an `await`. */
  await(value: unknown): void {
    if (isPromise(value)) this.awaitPromise(value)
    else if (typeof value === 'object' && value !== null) this.awaitObject(value)
    else if (this.reacts || typeof value === 'function') this.awaitPromise(value)
    else this.takeTurn(value, false)
  }

  awaitPromise(value: unknown): void {
    let promise: Promise<unknown>
    try {
      promise = resolved(value)
    } catch (error) {
      this.resume(error, true)
      return
    }
    this.waitFor(promise)
  }

  /** Waits for something that is no promise of this realm: acoro's own, a thenable, or any object. */
  awaitObject(value: object | null): void {
    try {
      if (isFuture(value)) this.waitForFuture(value as Future<unknown>)
      else if (isCoroutine(value)) this.delegate(coroutineOf(value))
      else if (this.reacts) this.waitFor(resolved(value))
      else this.awaitThenable(value as { then?: unknown })
    } catch (error) {
      this.resume(error, true)
    }
  }

  /** On a loop without reactions, what has no `then` must not become a promise. */
  awaitThenable(value: { then?: unknown }): void {
    let own: unknown
    try {
      own = value.then
    } catch (error) {
      this.takeTurn(error, true)
      return
    }
    if (typeof own !== 'function') this.takeTurn(value, false)
    // biome-ignore lint/suspicious/noThenProperty: `then` is read once, as `await` does.
    else this.waitFor(resolved({ then: (yes: Resolve, no: Resolve) => Reflect.apply(own, value, [yes, no]) }))
  }

  waitFor(promise: Promise<unknown>): void {
    if (this.reacts) {
      this.waitForPromise(promise, linkOfAwaited(promise))
      return
    }
    const target = linkOf(promise)
    if (target === null) this.waitForPromise(promise, null)
    else if (target.getLoop() !== this.getLoop()) this.waitForPromise(promise, null)
    else this.waitForFuture(target)
  }

  /** The body has returned `value`. */
  returned(value: unknown): void {
    if (!isPromise(value)) {
      this.finish(value)
      return
    }
    // The generator has ended: its place is free.
    this.generator = value as never
    this.resumesAs = RETURNED
    if (this.reacts) this.waitForPromise(NEXT_TURN, null)
    else this.takeTurn(undefined, false)
  }

  failNow(error: unknown): void {
    this.fail(error)
  }

  /** It was cancelled before it began to wait for what it has returned, or that has failed. */
  adoptionFailed(error: unknown): void {
    if (this.resumesAs === RETURNED) nativeThen.call(this.generator as never, ignore, ignore)
    this.fail(error)
  }

  protected override ended(outcome: unknown, failed: boolean): void {
    unlive()
    if ((this.phase & WATCHED) !== 0) this.tellEnd(outcome, failed)
    if (!failed) this.resolvePromise(outcome)
    else {
      // Who cancels a call knows of its end: only errors are reported as unhandled.
      if (this.cancelled() && this.cancelling() > 0) this.taken()
      this.rejectPromise(outcome)
    }
  }

  tellEnd(outcome: unknown, failed: boolean): void {
    for (const told of watchers.get(this) ?? []) told()
    const [scope, place] = scopes.get(this) ?? []
    if (scope !== undefined && place !== undefined) scope.remove(place, outcome, failed)
  }

  protected override watchEnd(fn: () => void): () => void {
    let told = watchers.get(this)
    if (told === undefined) {
      told = new Set()
      watchers.set(this, told)
      this.phase |= WATCHED
    }
    told.add(fn)
    return () => void told.delete(fn)
  }

  protected override taken(): void {
    const promise = this.promise
    if (promise === null) return
    this.promise = null
    nativeThen.call(promise, ignore, ignore)
  }

  handled(): void {
    this.taken()
  }

  protected override cancelRequested(message: unknown): void {
    signals.abort(this, message)
  }

  protected override surroundings(): Surroundings | null {
    return surroundingsHere()
  }

  /** The generator of the body, if that is what waits. */
  protected body(): BodyGenerator | null {
    return this.resumesAs === IN_BODY ? this.generator : null
  }

  protected override places(): StackFrame[] {
    const body = this.body()
    return body === null ? [] : placesOf(body)
  }

  override describe(): string {
    return `call '${this.name}'`
  }
}
