/**
 * The wait for one callback.
 *
 * Callback code leaks what stays registered after nobody needs it. So registering and cleaning up are written
 * in one place, and cleaning up happens exactly once, however the wait ends.
 */

import { getRunningLoop, type Suspension } from '@acoro/core'
import { Arrival, describeValue, Operation } from '@acoro/core/lowlevel'
import { arriving } from '../base/follow.ts'

/** Registers a callback. May return a function that takes the registration back. */
export type Register<T> = (
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
) => (() => void) | void

/** Waits for a callback. `transient` means that the callback is sure to come. */
export class Registration<T> extends Operation<T> {
  readonly #register: Register<T>
  readonly #transient: boolean
  readonly #what: { readonly name: string }

  constructor(register: Register<T>, transient: boolean, what: { readonly name: string }) {
    super(what)
    this.#register = register
    this.#transient = transient
    this.#what = what
  }

  start(): Iterator<Suspension, T, unknown> {
    const loop = getRunningLoop()
    const register = this.#register
    let cleanUp: (() => void) | void
    const finish = () => {
      const cleanUpOnce = cleanUp
      cleanUp = undefined
      try {
        cleanUpOnce?.()
      } catch (error) {
        loop.callExceptionHandler({
          message: `The clean-up of ${describeValue(register)} failed`,
          exception: error,
        })
      }
    }
    const what = `the callback of ${register.name || this.#what.name}`
    const options = this.#transient
      ? arriving(what, finish)
      : { what, isTransient: () => false, abandoned: finish }
    const arrival = new Arrival<T>(options)
    cleanUp = register(
      (value) => {
        if (arrival.settled) return
        arrival.resolve(value)
        finish()
      },
      (error) => {
        if (arrival.settled) return
        arrival.reject(error)
        finish()
      },
    )
    if (cleanUp !== undefined && typeof cleanUp !== 'function') {
      throw new TypeError(
        `Expected ${describeValue(register)} to return a function that cleans up, or nothing, got ${describeValue(cleanUp)}`,
      )
    }
    if (arrival.settled) finish()
    return arrival.wait(this.#what)[Symbol.iterator]()
  }
}
