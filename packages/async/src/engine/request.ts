/**
 * One request to an async generator of compiled code: the task that runs the body up to its next `yield`.
 *
 *   in the body ──await──► waits ──► in the body
 *        ├──yield──► awaits the value ──► answers { value, done: false }
 *        └──return──► awaits the value ──► answers { value, done: true }
 */

import { beginDriven, loopOfCall } from '@acoro/core/lowlevel'
import { Delegated, isAwait, sending } from './await.ts'
import { Call } from './call.ts'
import { resumeNext, resumeReturn, resumeThrow } from './native.ts'

// The states of a generator.
export const START = 0
export const YIELDED = 1
export const RUNNING = 2
export const DONE = 3

/** What a request needs of its generator. */
interface Answering {
  readonly generator: Generator<unknown, unknown, unknown>
  readonly awaits: boolean
  /** The request has been answered, and the generator is in `state`. */
  answered(state: number): void
}

/** The functions of a promise that stood in line. */
export interface Answer {
  readonly promise: Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

export interface Sent {
  readonly kind: 'next' | 'throw' | 'return'
  readonly value: unknown
  /** Null if it did not stand in line. */
  readonly answer: Answer | null
}

// What it does with what it has waited for.
const IN_BODY = 0
/** It closes the iterator of a `yield*`. */
const CLOSING = 1
/** It is the value of a `yield`. */
const YIELDING = 2
/** It is what the body has returned. */
const RETURNING = 3
/** It is the value that `return()` was called with, at a `yield`. */
const UNWRAPPING = 4
/** The same, when the generator has not begun or is done. */
const ENDING = 5

type Resume = (sent: unknown) => IteratorResult<unknown, unknown>

export class Request extends Call {
  declare machine: Answering
  /** The value it has returned already, which is not awaited again. */
  declare unwrapped: unknown

  constructor() {
    super()
    this.unwrapped = NONE
  }

  /** Sends the first thing in. `entersBody`: the body runs, or goes on. */
  begin(sent: Sent, entersBody: boolean): void {
    if (sent.kind === 'return') this.waitAs(entersBody ? UNWRAPPING : ENDING, sent.value)
    else this.step(sent.kind === 'throw' ? resumeThrow : resumeNext, sent.value)
  }

  protected override resume(outcome: unknown, failed: boolean): void {
    switch (this.resumesAs) {
      case IN_BODY:
      case YIELDING:
        if (failed) {
          sending.rejection = this.resumesAs === YIELDING
          this.step(resumeThrow, outcome)
        } else if (this.resumesAs === IN_BODY) this.step(resumeNext, outcome)
        else this.answer(outcome, false)
        return
      case CLOSING:
        this.step(failed ? resumeThrow : resumeReturn, outcome)
        return
      case UNWRAPPING:
        this.unwrapped = failed ? NONE : outcome
        this.step(failed ? resumeThrow : resumeReturn, outcome)
        return
      default:
        if (failed) this.refuse(outcome)
        else this.answer(outcome, true)
    }
  }

  protected override body(): Generator<unknown, unknown, unknown> | null {
    return this.resumesAs === IN_BODY ? this.machine.generator : null
  }

  step(resume: Resume, sent: unknown): void {
    const { machine } = this
    let result: IteratorResult<unknown, unknown>
    try {
      result = resume.call(machine.generator, sent)
      sending.rejection = false
      if (result.done !== true && isAwait(result.value)) {
        this.waitAs(result.value.closes ? CLOSING : IN_BODY, result.value.value)
        return
      }
    } catch (error) {
      sending.rejection = false
      this.refuse(error)
      return
    }
    const { value, done } = result
    if (Delegated.is(value)) this.answer(value.value, false)
    else if (!machine.awaits || (done === true && value === this.unwrapped)) this.answer(value, done === true)
    else this.waitAs(done === true ? RETURNING : YIELDING, value)
  }

  waitAs(phase: number, value: unknown): void {
    this.resumesAs = phase
    this.await(value)
  }

  answer(value: unknown, done: boolean): void {
    this.finish({ value, done })
    this.machine.answered(done ? DONE : YIELDED)
  }

  refuse(error: unknown): void {
    this.fail(error)
    this.machine.answered(DONE)
  }
}

/** No value of the program's. */
const NONE = Symbol('none')

interface Begun {
  readonly machine: Answering
  readonly sent: Sent
  readonly entersBody: boolean
}

const makeRequest = (): Request => new Request()

function firstStep(request: Request, { machine, sent, entersBody }: Begun): Promise<unknown> {
  request.machine = machine
  const promise = sent.answer === null ? request.makePromise() : request.adopt(sent.answer)
  request.begin(sent, entersBody)
  return promise
}

/** Begins a request, inside the call. Returns the promise of its answer. */
export function beginRequest(machine: Answering, sent: Sent, entersBody: boolean): Promise<unknown> {
  return beginDriven(loopOfCall(), makeRequest, firstStep, { machine, sent, entersBody })
}
