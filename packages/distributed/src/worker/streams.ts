/** What running jobs tell their callers before their end: items, and progress. */

import type { Inbox } from './inbox.ts'
import { ItemSender } from './item-sender.ts'
import type { JobRun } from './job-run.ts'
import type { Addressee, Outlet } from './outlet.ts'
import { ProgressSender } from './progress-sender.ts'

export class Streams {
  readonly #outlet: Outlet
  readonly #inbox: Inbox
  readonly #warn: (error: unknown) => void

  constructor(outlet: Outlet, inbox: Inbox, warn: (error: unknown) => void) {
    this.#outlet = outlet
    this.#inbox = inbox
    this.#warn = warn
  }

  /** For a job whose caller reads its items one by one. */
  itemsOf(run: JobRun, to: Addressee, name: string, window: number): ItemSender {
    this.#inbox.open()
    const prepare = (item: unknown, number: number) => {
      const packed = this.#outlet.packItem(to.id, name, item, number)
      const send = () => this.#outlet.sendItem(to, packed, number, this.#inbox.key)
      return { stored: packed.stored, send }
    }
    return new ItemSender(Math.max(1, window), prepare, () => run.stop('lost'))
  }

  /** Numbers of reports grow from run to run. Reports that nobody asked for are only checked. */
  progressOf(to: Addressee, name: string, attempt: number): ProgressSender {
    const isWanted = to.data.p === 1
    return new ProgressSender(
      attempt * 2 ** 32,
      (value, number) => this.#outlet.packProgress(to.id, name, value, number),
      (packed, number, instead) =>
        isWanted ? this.#outlet.sendProgress(to, packed, number, instead) : Promise.resolve(null),
      this.#warn,
    )
  }

  close(): void {
    this.#inbox.close()
  }
}
