/**
 * A wait that does not happen, because the value is there already.
 *
 * A buffered item or the exit of an ended process answers at once. The answer costs one object, and the task
 * does not suspend.
 */

/** The iterator of a value that is there already. */
export class Ready<T> implements Iterator<never, T, unknown> {
  readonly done = true
  readonly value: T

  constructor(value: T) {
    this.value = value
  }

  /** It is its own result object: one allocation for a wait that does not happen. */
  next(): IteratorReturnResult<T> {
    return this
  }
}
