/**
 * Async generators of compiled code.
 *
 *   start ──next──► running ──yield──► yielded ──next, throw, return──► running ──return, throw──► done
 *                     requests that come in the meantime wait in line
 *
 * Each request (`next`, `throw`, `return`) is a call of its own, which runs the body up to its next `yield`.
 * So a task that is cancelled while it awaits `next()` ends the generator where that waits.
 */

import { describeValue } from '@acoro/core/lowlevel'
import { type Body, checkBody, engineGenerator, rejectedWith, resolved } from './native.ts'
import { type Answer, beginRequest, DONE, RUNNING, type Sent, START, YIELDED } from './request.ts'

type Result = IteratorResult<unknown, unknown>

const AsyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})())),
) as object

/** The state of one async generator. */
export class Machine {
  readonly generator: Generator<unknown, unknown, unknown>
  /** Is what the body yields and returns yet to be awaited? */
  readonly awaits: boolean
  state: number = START
  readonly #line: Sent[] = []

  constructor(generator: Generator<unknown, unknown, unknown>, awaits: boolean) {
    this.generator = generator
    this.awaits = awaits
  }

  send(kind: Sent['kind'], value: unknown): Promise<Result> {
    if (this.state !== RUNNING) {
      if (!this.#isOver(kind)) return this.#begin({ kind, value, answer: null })
      return kind === 'throw'
        ? rejectedWith(value)
        : (resolved({ value: undefined, done: true }) as Promise<Result>)
    }
    const answer = promiseInLine()
    this.#line.push({ kind, value, answer })
    return answer.promise as Promise<Result>
  }

  /** Is there nothing to run for a request? The generator has ended, or has not begun and never will. */
  #isOver(kind: Sent['kind']): boolean {
    if (this.state === START && kind === 'throw') this.state = DONE
    return this.state === DONE && kind !== 'return'
  }

  #begin(sent: Sent): Promise<Result> {
    const from = this.state
    this.state = RUNNING
    return beginRequest(
      this,
      sent,
      from === YIELDED || (from === START && sent.kind !== 'return'),
    ) as Promise<Result>
  }

  /** A request has been answered: the next one in line has its turn. */
  answered(state: number): void {
    this.state = state
    for (;;) {
      const sent = this.#line.shift()
      if (sent === undefined) return
      if (!this.#isOver(sent.kind)) {
        void this.#begin(sent)
        return
      }
      const { resolve, reject } = sent.answer as Answer
      if (sent.kind === 'throw') reject(sent.value)
      else resolve({ value: undefined, done: true })
    }
  }
}

function promiseInLine(): Answer {
  let resolve: Answer['resolve'] | undefined
  let reject: Answer['reject'] | undefined
  const promise = new Promise((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve: resolve as Answer['resolve'], reject: reject as Answer['reject'] }
}

class CompiledAsyncGenerator {
  readonly #machine: Machine

  constructor(machine: Machine) {
    this.#machine = machine
  }

  static generatorOf(made: CompiledAsyncGenerator): Generator<unknown, unknown, unknown> {
    return made.#machine.generator
  }

  next(value?: unknown): Promise<Result> {
    return CompiledAsyncGenerator.#send(this, 'next', value)
  }

  throw(error?: unknown): Promise<Result> {
    return CompiledAsyncGenerator.#send(this, 'throw', error)
  }

  return(value?: unknown): Promise<Result> {
    return CompiledAsyncGenerator.#send(this, 'return', value)
  }

  /** Never throws: a wrong receiver rejects. */
  static #send(self: unknown, kind: Sent['kind'], value: unknown): Promise<Result> {
    if (typeof self !== 'object' || self === null || !(#machine in self)) {
      return rejectedWith(
        new TypeError(`${kind} method called on incompatible receiver ${describeValue(self)}`),
      )
    }
    return (self as CompiledAsyncGenerator).#machine.send(kind, value)
  }
}
Object.setPrototypeOf(CompiledAsyncGenerator.prototype, AsyncIteratorPrototype)
Object.defineProperty(CompiledAsyncGenerator.prototype, Symbol.toStringTag, {
  value: 'AsyncGenerator',
  configurable: true,
})

/** An async generator whose body is `body`. `awaits`: the helper awaits what it yields and returns. */
export function asyncGenerator(
  self: unknown,
  args: ArrayLike<unknown> | null | undefined,
  body: Body,
  awaits: boolean,
): AsyncGenerator<unknown, unknown, unknown> {
  checkBody(body)
  const generator = body.apply(self as never, args as never) as Generator<unknown, unknown, unknown>
  return new CompiledAsyncGenerator(new Machine(engineGenerator(generator, body), awaits)) as never
}

/** The generator of the body of an async generator that was made here. */
export function generatorOf(
  made: AsyncGenerator<unknown, unknown, unknown>,
): Generator<unknown, unknown, unknown> {
  return CompiledAsyncGenerator.generatorOf(made as never)
}
