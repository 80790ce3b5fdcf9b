/** Why an answer does not hold what was asked for. */

/** The task has ended. */
export interface Gone {
  readonly gone: true
}

/** Not allowed, or not possible here. `why` says what to do. */
export interface Refused {
  readonly refused: true
  readonly why: string
}
