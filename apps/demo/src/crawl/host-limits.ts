import { RateLimiter, Semaphore } from '@acoro/sync'

/**
 * What one server should bear, however many workers there are: so many requests at a time, and, where a rate is
 * given or the site's robots.txt asks for a pause, so many a second.
 */
export class HostLimits {
  readonly #perHost: number
  readonly #rate: number
  readonly #semaphores = new Map<string, Semaphore>()
  readonly #limiters = new Map<string, RateLimiter>()

  /** `rate`: requests a second, Infinity for as fast as it goes. */
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

  /** The pace of a host, `undefined` where there is none to keep to. */
  pace(url: string): RateLimiter | undefined {
    const { host } = new URL(url)
    const limiter = this.#limiters.get(host)
    if (limiter !== undefined || this.#rate === Number.POSITIVE_INFINITY) return limiter
    return this.#setPace(host, 1000 / this.#rate)
  }

  /** At least `pause` ms between two requests to that host. */
  slowDown(url: string, pause: number): void {
    this.#setPace(new URL(url).host, Math.max(pause, 1000 / this.#rate))
  }

  #setPace(host: string, interval: number): RateLimiter {
    // A burst of one: evenly, not a second's worth at once.
    const limiter = new RateLimiter({ limit: 1, interval, burst: 1, name: host })
    this.#limiters.set(host, limiter)
    return limiter
  }
}
