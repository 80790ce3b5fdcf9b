/** The last minutes of a loop as columns of equal length, oldest first. `null` is a gap. */
export interface Curves {
  /** Monotonic ms of each point. */
  readonly at: readonly number[]
  /** How late the loop answered, in ms. */
  readonly lag: readonly (number | null)[]
  readonly stepsPerSecond: readonly (number | null)[]
  /** The share of the time in which the thread was busy, from 0 to 1. */
  readonly utilization: readonly (number | null)[]
  /** Bytes in use. */
  readonly heap: readonly (number | null)[]
  readonly tasks: readonly (number | null)[]
}
