import { Semaphore } from '@acoro/sync'

/** One semaphore a host: no server is asked for more than it should bear, however many workers there are. */
export class HostLimits {
  readonly #perHost: number
  readonly #semaphores = new Map<string, Semaphore>()

  constructor(perHost: number) {
    this.#perHost = perHost
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
}
