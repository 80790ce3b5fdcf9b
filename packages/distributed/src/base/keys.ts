/**
 * The names of the keys in Redis, and the scripts on them. The braces keep all of a queue in one slot of a
 * cluster.
 */

/** The prefix by default. */
export const PREFIX = '{acoro}'

export class Keys {
  readonly prefix: string
  readonly queue: string

  constructor(prefix: string, queue: string) {
    this.prefix = prefix
    this.queue = queue
  }

  /** The hash in which BullMQ keeps a job. */
  job(id: string): string {
    return `${this.prefix}:${this.queue}:${id}`
  }

  /** The lock of a running job. */
  lock(id: string): string {
    return `${this.job(id)}:lock`
  }

  /** The stream of a caller's results. */
  results(caller: string): string {
    return `${this.prefix}:${this.queue}:acoro:results:${caller}`
  }

  /** Lives as long as the caller does. */
  lease(caller: string): string {
    return `${this.prefix}:${this.queue}:acoro:lease:${caller}`
  }

  /** The stream in which a worker hears how many items its readers have taken. */
  inbox(worker: string): string {
    return `${this.prefix}:${this.queue}:acoro:inbox:${worker}`
  }

  /** The workers that live, each with the time until which that counts. */
  get workers(): string {
    return `${this.prefix}:${this.queue}:acoro:workers`
  }

  /** What is known of an idempotency key: its arguments, the callers that wait, the result. */
  key(id: string, part: 'arguments' | 'callers' | 'result'): string {
    return `${this.prefix}:${this.queue}:acoro:key:${id}:${part}`
  }

  /** The lock times of the workers that started last. */
  get profile(): string {
    return `${this.prefix}:${this.queue}:acoro:profile`
  }
}
