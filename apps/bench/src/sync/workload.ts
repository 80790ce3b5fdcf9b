/**
 * What is measured: the same work done with each library. A variant does all of it, start to end, its own start-up
 * included, because that is what a user waits for; the units only turn ms into ns a unit.
 */

export interface Workload {
  readonly name: string
  /** What one unit is: an acquisition, a task, an item. */
  readonly unit: string
  readonly units: number
  /** By library; the first is acoro. */
  readonly variants: Readonly<Record<string, () => Promise<unknown>>>
}
