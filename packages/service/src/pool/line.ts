/** What the stock of a pool needs of the tasks that wait for it. */

import type { Resource } from './lease.ts'

/** The tasks that wait for a resource. */
export interface Line<T> {
  /** How many wait. */
  readonly waiting: number
  /** @internal Lends a resource to the first one. */
  lend(resource: Resource<T>): void
  /** @internal Throws an error in the first one. Returns false if none waits. */
  fail(error: unknown): boolean
  /** @internal A resource is gone for good. */
  gone(): void
}
