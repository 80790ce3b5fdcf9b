/**
 * The items of a stream that have come, and were not taken yet.
 *
 * Items come in the order of their numbers, but some may come twice: after a reconnect, or from a worker that
 * began the job again. So only the next one counts. The worker hears how many were taken each time half of
 * its window is free, and again whenever Redis is asked about jobs, because such a message may be lost.
 */

import { getRunningLoop, type Suspension } from '@acoro/core'
import { ExternalFuture } from '@acoro/core/lowlevel'
import { JobLostError } from '../base/errors.ts'

/** An item as it came: a message, and its number. */
export interface Item {
  readonly number: number
  readonly body: string
}

/** Tells a worker how many items were taken. */
export type TellTaken = (inbox: string, taken: number) => void

export class RemoteItems {
  readonly window: number
  readonly #what: string
  readonly #tell: TellTaken
  readonly #items: Item[] = []
  #arrived = 0
  #taken = 0
  #told = 0
  /** That of the worker which sent the last item. */
  #inbox = ''
  #end: { readonly error: unknown } | { readonly count: unknown } | null = null
  #wait: ExternalFuture<void> | null = null

  constructor(window: number, what: string, tell: TellTaken) {
    this.window = window
    this.#what = what
    this.#tell = tell
  }

  /** Whether the job has ended. */
  get ended(): boolean {
    return this.#end !== null
  }

  /** What the job failed with. */
  get error(): unknown {
    return this.#end !== null && 'error' in this.#end ? this.#end.error : undefined
  }

  arrive({ number, body }: Item, inbox: string): void {
    if (inbox !== this.#inbox) {
      this.#inbox = inbox
      // A worker that begins again need not send what was taken before.
      if (this.#taken > 0) this.tellAgain()
    }
    if (number !== this.#arrived) return
    this.#arrived++
    this.#items.push({ number, body })
    this.#wake()
  }

  /** The job has returned this many items. */
  complete(count: unknown): void {
    this.#end = { count }
    this.#wake()
  }

  fail(error: unknown): void {
    this.#end = { error }
    this.#wake()
  }

  /** Waits for the next item. Undefined after the last one. Throws the error of the job. */
  *next(): Generator<Suspension, Item | undefined, unknown> {
    for (;;) {
      const item = this.#items.shift()
      if (item !== undefined) {
        this.#taken++
        if (this.#taken - this.#told >= this.window / 2) this.tellAgain()
        return item
      }
      if (this.#end !== null) return this.#checkEnd()
      yield* this.#change(`the next item of ${this.#what}`)
    }
  }

  /** Waits for the end of the job. Items that still come are dropped. */
  *end(): Generator<Suspension, void, unknown> {
    while (this.#end === null) {
      yield* this.#change(`the end of ${this.#what}, which was cancelled`)
      this.#items.length = 0
    }
  }

  /** What was told may have been lost. */
  tellAgain(): void {
    if (this.#inbox === '' || this.#end !== null) return
    this.#told = this.#taken
    this.#tell(this.#inbox, this.#taken)
  }

  #checkEnd(): undefined {
    const end = this.#end as { error: unknown } | { count: unknown }
    if ('error' in end) throw end.error
    if (end.count === this.#arrived) return
    throw new JobLostError(
      `${this.#what} sent ${String(end.count)} items, and ${this.#arrived} of them arrived: Redis lost data, or another run sent other items`,
    )
  }

  *#change(what: string): Generator<Suspension, void, unknown> {
    this.#wait = new ExternalFuture<void>(getRunningLoop(), what, true)
    yield* this.#wait
  }

  #wake(): void {
    if (this.#wait !== null && !this.#wait.done()) this.#wait.setResult(undefined)
  }
}
