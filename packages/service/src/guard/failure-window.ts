/**
 * How many of the calls of the last while failed.
 *
 * A record for each call would grow with the load, so calls are counted in ten buckets of a tenth of the
 * time. A call is forgotten when its bucket is, so it counts for nine to ten tenths of the time.
 */

const BUCKETS = 10

export class FailureWindow {
  readonly #span: number
  /** By the number of the tenth in which they began; only the last ten count. */
  readonly #buckets: { tenth: number; calls: number; failures: number }[] = []

  constructor(ms: number) {
    this.#span = ms / BUCKETS
  }

  add(now: number, failed: boolean): void {
    const tenth = Math.floor(now / this.#span)
    let last = this.#buckets[this.#buckets.length - 1]
    if (last === undefined || last.tenth !== tenth) {
      last = { tenth, calls: 0, failures: 0 }
      this.#buckets.push(last)
      this.#forget(tenth)
    }
    last.calls++
    if (failed) last.failures++
  }

  count(now: number): { calls: number; failures: number } {
    this.#forget(Math.floor(now / this.#span))
    let calls = 0
    let failures = 0
    for (const bucket of this.#buckets) {
      calls += bucket.calls
      failures += bucket.failures
    }
    return { calls, failures }
  }

  clear(): void {
    this.#buckets.length = 0
  }

  #forget(tenth: number): void {
    while (this.#buckets.length > 0 && (this.#buckets[0] as { tenth: number }).tenth <= tenth - BUCKETS)
      this.#buckets.shift()
  }
}
