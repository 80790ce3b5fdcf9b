/**
 * The calls that are under way below a `structured()`.
 *
 * A call joins the scope in whose context it is made, so the scope follows calls and coroutines as context
 * variables do. While no scope is open, calls pay one comparison.
 */

import { ContextVar, copyContext } from '@acoro/core'
import { MemberList, type Membership } from '@acoro/core/lowlevel'

/** What a scope needs of a call. */
export interface Member {
  cancel(message?: unknown): boolean
  /** Its error is the scope's business now. */
  handled(): void
}

const variable = new ContextVar<Scope | null>('acoro.async.scope', { default: null })

let open = 0

export class Scope {
  readonly #members = new MemberList<Member>()
  /** The errors of calls that ended after the body. */
  readonly errors: unknown[] = []
  #closing = false
  #whenEmpty: (() => void) | null = null

  /** False if a call need not ask for its scope. */
  static isAnyOpen(): boolean {
    return open !== 0
  }

  /** The scope that a call made now joins, or null. */
  static here(): Scope | null {
    return variable.get() ?? null
  }

  /** Calls `body` in this scope. */
  run<R>(body: () => R): R {
    open++
    const context = copyContext()
    return context.run(() => {
      variable.set(this)
      return body()
    })
  }

  get isEmpty(): boolean {
    return this.#members.size === 0
  }

  add(member: Member): Membership<Member> {
    return this.#members.add(member)
  }

  /** A call has ended. `place` is what `add` has returned for it. */
  remove(place: Membership<Member>, error: unknown, failed: boolean): void {
    place.leave()
    const { member } = place
    if (failed && this.#closing) {
      member.handled()
      this.errors.push(error)
    }
    if (this.#members.size === 0) this.#whenEmpty?.()
  }

  /** The body has ended: what is left was left floating. */
  close(): void {
    this.#closing = true
  }

  cancelAll(message: string): void {
    for (const member of this.#members) member.cancel(message)
  }

  /** Settles when no call is left. */
  emptied(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenEmpty = resolve
    })
  }

  /** No more calls join. */
  end(): void {
    open--
  }
}
