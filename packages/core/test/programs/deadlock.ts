/** Two locks, taken in opposite order: what `run` in a process of its own makes of it. */

import { coroutine, createTask, currentTask, gather, run, runMain, sleep, type Task } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'

class Lock {
  #holder: Task<unknown> | null = null
  readonly #queue: WaitQueue<void>

  constructor(name: string) {
    this.#queue = new WaitQueue<void>({
      describe: () => `${name} (held by ${this.#holder?.name})`,
      holders: () => (this.#holder === null ? [] : [this.#holder]),
    })
  }

  *acquire() {
    if (this.#holder !== null) yield* this.#queue.park()
    this.#holder = currentTask()
  }
}

const transfer = coroutine(function* transfer(first: Lock, second: Lock) {
  yield* first.acquire()
  yield* sleep(0)
  yield* second.acquire()
})

const accounts = new Lock('accounts')
const audit = new Lock('audit')
function* main() {
  yield* gather(
    createTask(transfer(accounts, audit), { name: 'deposit' }),
    createTask(transfer(audit, accounts), { name: 'withdrawal' }),
  )
}
if (process.env.WAY === 'runMain') void runMain(main)
else await run(main)
