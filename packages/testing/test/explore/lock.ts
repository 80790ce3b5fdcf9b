/** A lock that knows who holds it, as those of @acoro/sync do. */

import { type Coroutine, coroutine, currentTask, type Task } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'

export class Lock {
  #holder: Task<unknown> | null = null
  readonly #waiting: WaitQueue<void>

  constructor({ name }: { name: string }) {
    this.#waiting = new WaitQueue({
      describe: () => `Lock.acquire on ${name} (held by ${this.#holder?.name})`,
      holders: () => (this.#holder === null ? [] : [this.#holder]),
    })
  }

  acquire(): Coroutine<Disposable> {
    return acquire(this)
  }

  get _queue(): WaitQueue<void> | null {
    return this.#holder === null ? null : this.#waiting
  }

  _held(): Disposable {
    this.#holder = currentTask()
    return {
      [Symbol.dispose]: () => {
        this.#holder = null
        this.#waiting.wakeOne()
      },
    }
  }
}

const acquire = coroutine(function* acquire(lock: Lock) {
  for (let queue = lock._queue; queue !== null; queue = lock._queue) yield* queue.park()
  return lock._held()
})
