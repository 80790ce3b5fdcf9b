/**
 * One life of a host: from its start to a crash, or to the end of the simulation.
 *
 *   begun --end()--> ending --its tasks are done--> over
 *
 * A host that crashes does nothing more. JavaScript cannot drop a generator without its `finally` blocks, so
 * the tasks are cancelled, again wherever they wait. What they do then reaches neither the disk nor the
 * network. They run before all other tasks (`ReadyQueue.isUrgent`), so nothing else happens meanwhile.
 *
 * The tasks are found by a context variable, which they inherit.
 */

import {
  allTasks,
  ContextVar,
  type CoroutineLike,
  copyContext,
  type Handle,
  isCoroutine,
  RuntimeError,
  type Task,
} from '@acoro/core'
import { describeValue, type Runnable } from '@acoro/core/lowlevel'
import { currentNetwork } from '@acoro/streams'
import { textOf } from '../base/text.ts'
import { isCallback, isTask } from '../explore/order/order.ts'
import type { MemoryHost } from '../network/memory-host.ts'
import type { VirtualLoop } from '../virtual/virtual-loop.ts'
import type { Disk } from './disk.ts'
import { LifeNetwork } from './life-network.ts'

/** The life that the running code belongs to. */
export const currentLife: ContextVar<Life | null> = new ContextVar<Life | null>('currentLife', {
  default: null,
})

/** A task that was cancelled so many times, and goes on, will never end. */
const MOST_CANCELS = 1000

export class Life {
  readonly name: string
  /** How many ms the wall clock of the host is ahead. */
  readonly clockSkew: number
  readonly disk: Disk
  readonly #loop: VirtualLoop
  /** The task of the program of the host. */
  main: Task<unknown> | null = null
  /** The host crashed, or the simulation is over. */
  ended = false

  constructor(loop: VirtualLoop, { name, disk, clockSkew }: { name: string; disk: Disk; clockSkew: number }) {
    this.#loop = loop
    this.name = name
    this.disk = disk
    this.clockSkew = clockSkew
  }

  begin(network: MemoryHost, main: (disk: Disk) => CoroutineLike<unknown>): Task<unknown> {
    this.main = copyContext().run(() => {
      currentLife.set(this)
      currentNetwork.set(new LifeNetwork(network, this))
      const coro: unknown = main(this.disk)
      if (isCoroutine(coro)) return this.#loop.createTask(coro, { name: this.name })
      throw new TypeError(
        `Expected the program of ${this.name} to return a coroutine (function*), got ${describeValue(coro)}`,
      )
    })
    return this.main
  }

  /** Cancels everything that runs on the host. `ending()` has to run then. */
  end(): void {
    this.ended = true
    this.disk._detach()
    this.#cancel()
  }

  /** Waits until everything on the host has ended. */
  *ending(): Generator<undefined, void> {
    for (let cancels = 1; ; cancels++) {
      const left = this.#cancel()
      if (left === undefined) return
      if (cancels === MOST_CANCELS) {
        throw new RuntimeError(
          `The host ${this.name} crashed, and a task goes on that was cancelled ${cancels} times: ` +
            `${textOf(left)}. Let it pass CancelledError on, or end`,
        )
      }
      yield
    }
  }

  /**
   * Cancels the tasks and the callbacks of the host. Returns one of its tasks; undefined if there are none.
   */
  #cancel(): Task<unknown> | undefined {
    const loop = this.#loop
    for (const handle of [...loop._timerQueue, ...loop._queue] as unknown as Runnable[])
      if (isCallback(handle) && lifeOf(handle) === this) (handle as unknown as Handle).cancel()
    let left: Task<unknown> | undefined
    for (const task of [...allTasks(loop)]) {
      if (lifeOf(task as unknown as Runnable) !== this) continue
      left = task
      // It may fail for what the crash has closed, and nobody is left to hear of that.
      task.removeDoneCallback(retrieve)
      task.addDoneCallback(retrieve)
      task.cancel(`the host ${this.name} crashed`)
    }
    return left
  }
}

/** The life that a task or a callback belongs to. */
export function lifeOf(runnable: Runnable): Life | null {
  if (!isTask(runnable) && !isCallback(runnable)) return null
  const { context } = runnable as unknown as Partial<Task<unknown>>
  return (context ?? (runnable as unknown as Handle).getContext()).get(currentLife) ?? null
}

function retrieve(task: Pick<Task<unknown>, 'cancelled' | 'exception'>): void {
  if (!task.cancelled()) task.exception()
}
