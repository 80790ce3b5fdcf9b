import { RateLimiter, Semaphore } from '@acoro/sync'

/**
 * How much a server should bear, however many workers there are: so many requests at a time, and so many a
 * second, if the user sets a rate or robots.txt asks for a pause.
 */
export class HostLimits {
  readonly #perHost: number
  readonly #rate: number
  readonly #semaphores = new Map<string, Semaphore>()
  readonly #limiters = new Map<string, RateLimiter>()
  /** By host, in ms. */
  readonly #pauses = new Map<string, number>()

  /** `rate`: requests a second; Infinity for no limit. */
  constructor(perHost: number, rate: number = Number.POSITIVE_INFINITY) {
    this.#perHost = perHost
    this.#rate = rate
  }

  of(url: string): Semaphore {
    const { host } = new URL(url)
    let semaphore = this.#semaphores.get(host)
    if (semaphore === undefined) {
      semaphore = new Semaphore(this.#perHost)
      this.#semaphores.set(host, semaphore)
    }
    return semaphore
  }

  /** The pace of a host; `undefined` if it has no limit. */
  pace(url: string): RateLimiter | undefined {
    const { host } = new URL(url)
    const limiter = this.#limiters.get(host)
    if (limiter !== undefined || this.#rate === Number.POSITIVE_INFINITY) return limiter
    return this.#setPace(host, 1000 / this.#rate)
  }

  /** The least time between two requests to that host, in ms; 0 for no limit. */
  pause(url: string): number {
    return this.#pauses.get(new URL(url).host) ?? 1000 / this.#rate
  }

  /** Keeps at least `pause` ms between two requests to that host. */
  slowDown(url: string, pause: number): void {
    this.#setPace(new URL(url).host, Math.max(pause, 1000 / this.#rate))
  }

  #setPace(host: string, interval: number): RateLimiter {
    // A burst of one spreads the requests evenly over the second.
    const limiter = new RateLimiter({ limit: 1, interval, burst: 1, name: host })
    this.#limiters.set(host, limiter)
    this.#pauses.set(host, interval)
    return limiter
  }
}
