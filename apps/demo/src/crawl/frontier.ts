import { type Coroutine, coroutine } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { Spool } from '../store/spool.ts'

/**
 * The addresses that wait to be visited, first come, first served. A site of 100,000 pages has most of them waiting at
 * once, so the queue that the workers share holds some thousands, and the others wait in a spool behind it.
 *
 * Invariant: where the spool holds something, the queue does too, or a worker is about to fill it up. So `join()`, which
 * knows the queue only, does not answer too early: who takes an address fills up before it is done with it.
 */
export class Frontier implements Disposable {
  readonly #room: number
  readonly #queue = new Queue<string>()
  readonly #spool = new Spool()
  /** Where the next line of the spool begins. */
  #next = 0

  /** `room`: how many addresses are kept in memory. */
  constructor(room = 4096) {
    this.#room = room
  }

  put(url: string): void {
    // Once some wait in the spool, those who come later have to get in line behind them.
    if (this.#spool.size === 0 && this.#queue.qsize() < this.#room) this.#queue.putNowait(url)
    else this.#spool.append(url)
  }

  /** The next address, when there is one; `done()` has to follow. */
  readonly take: () => Coroutine<string> = coroutine(function* take(this: Frontier) {
    const url = yield* this.#queue.get()
    if (this.#queue.qsize() < this.#room / 2) this.#fillUp()
    return url
  })

  /** Says that an address that was taken has been dealt with. */
  done(): void {
    this.#queue.taskDone()
  }

  /** Waits until every address that was put in has been dealt with. */
  join(): Coroutine<void> {
    return this.#queue.join()
  }

  [Symbol.dispose](): void {
    this.#spool[Symbol.dispose]()
  }

  #fillUp(): void {
    for (const [url, next] of this.#spool.lines(this.#next)) {
      this.#queue.putNowait(url)
      this.#next = next
      if (this.#queue.qsize() >= this.#room) return
    }
    // Read to its end: the file need not grow for ever.
    this.#spool.clear()
    this.#next = 0
  }
}
