import { type Coroutine, coroutine } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { Spool } from '../store/spool.ts'

/**
 * The addresses that wait to be visited, first come, first served. Most of 100,000 pages can wait at once. So
 * the queue of the workers holds a few thousand addresses, and a spool behind it holds the rest.
 *
 * Invariant: if the spool holds addresses, so does the queue, or a worker is about to refill it. `join()`
 * knows only the queue, and still does not return too early: a worker refills the queue before it is done
 * with its address.
 */
export class Frontier implements Disposable {
  readonly #room: number
  readonly #queue = new Queue<string>()
  readonly #spool = new Spool()
  /** The place of the next line in the spool. */
  #next = 0

  /** `room`: how many addresses the queue holds. */
  constructor(room = 4096) {
    this.#room = room
  }

  put(url: string): void {
    // While addresses wait in the spool, new ones have to wait behind them.
    if (this.#spool.size === 0 && this.#queue.qsize() < this.#room) this.#queue.putNowait(url)
    else this.#spool.append(url)
  }

  /** Waits for the next address. Call `done()` after it. */
  readonly take: () => Coroutine<string> = coroutine(function* take(this: Frontier) {
    const url = yield* this.#queue.get()
    if (this.#queue.qsize() < this.#room / 2) this.#fillUp()
    return url
  })

  /** Tells that an address has been dealt with. */
  done(): void {
    this.#queue.taskDone()
  }

  /** Waits until every address has been dealt with. */
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
    // All lines are read, so the file can begin anew.
    this.#spool.clear()
    this.#next = 0
  }
}
