/**
 * Tells a caller of the progress of its job.
 *
 * `report()` never waits. One report is sent at a time, and only the latest one waits to be sent. In Redis a
 * new report replaces the last one, if the caller has not read that yet. So neither a job that reports in a
 * tight loop nor a caller that does not read fills the memory or Redis.
 */

import type { Packed } from '../message/codec.ts'

/** Sends a report in place of an earlier entry. Returns its place; null if the lock of the job is gone. */
export type SendReport = (packed: Packed, number: number, instead: string) => Promise<string | null>

export class ProgressSender {
  readonly #pack: (value: unknown, number: number) => Packed
  readonly #send: SendReport
  readonly #warn: (error: unknown) => void
  #number: number
  #latest: Packed | null = null
  #place = ''
  #sending: Promise<void> | null = null

  /** `first` is the number of the first report: above all those of earlier runs. */
  constructor(
    first: number,
    pack: (value: unknown, number: number) => Packed,
    send: SendReport,
    warn: (error: unknown) => void,
  ) {
    this.#number = first
    this.#pack = pack
    this.#send = send
    this.#warn = warn
  }

  report(value: unknown): void {
    this.#latest = this.#pack(value, this.#number + 1)
    this.#number++
    this.#sending ??= this.#sendAll()
  }

  /** Settles when nothing waits to be sent. Is never rejected. */
  flush(): Promise<void> {
    return this.#sending ?? Promise.resolve()
  }

  async #sendAll(): Promise<void> {
    try {
      for (let packed = this.#latest; packed !== null; packed = this.#latest) {
        const number = this.#number
        this.#latest = null
        await packed.stored?.()
        this.#place = (await this.#send(packed, number, this.#place)) ?? ''
      }
    } catch (error) {
      this.#warn(error)
    } finally {
      this.#sending = null
    }
  }
}
