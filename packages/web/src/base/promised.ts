/**
 * The promise of an outcome that may be there before anyone asks for it.
 *
 * Many requests are answered inside the call. Their promise needs no executor, and so no closures.
 */

type State = 'pending' | 'resolved' | 'rejected'

export class Promised<T> {
  #state: State = 'pending'
  #outcome: unknown
  #resolve: ((value: T) => void) | null = null
  #reject: ((error: unknown) => void) | null = null

  get isSettled(): boolean {
    return this.#state !== 'pending'
  }

  /** The first call counts, of this or `reject`. */
  resolve(value: T): void {
    if (this.isSettled) return
    this.#state = 'resolved'
    if (this.#resolve === null) this.#outcome = value
    else this.#resolve(value)
  }

  reject(error: unknown): void {
    if (this.isSettled) return
    this.#state = 'rejected'
    if (this.#reject === null) this.#outcome = error
    else this.#reject(error)
  }

  /** To be called once. */
  promise(): Promise<T> {
    if (this.#state === 'resolved') return Promise.resolve(this.#outcome as T)
    if (this.#state === 'rejected') return Promise.reject(this.#outcome)
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }
}
