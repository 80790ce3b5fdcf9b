/** An operation that is closed when its wait is over: what it has taken is the task's, and stays so. */

import { type Coroutine, createTask, sleep } from '@acoro/core'
import {
  CapacityLimiter,
  Event,
  Lock,
  Notify,
  openChannel,
  openOneshot,
  Queue,
  RateLimiter,
  RwLock,
  Semaphore,
} from '@acoro/sync'
import { describe, expect, test } from 'vitest'
import { play } from '../support/virtual.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies that suspend in several ways.
type Steps<T = void> = Generator<any, T, any>

interface Shared {
  /** Takes something, of which there is one. */
  take(): Coroutine<unknown>
  /** Makes one more available. */
  give(): void
}

function shared(): Record<string, Shared> {
  const semaphore = new Semaphore(0)
  const lock = new Lock()
  const rw = new RwLock()
  const limiter = new CapacityLimiter(0)
  const queue = new Queue<number>()
  const [send, receive] = openChannel<number>(9)
  const notify = new Notify()
  return {
    semaphore: { take: () => semaphore.acquire(), give: () => semaphore.release() },
    lock: held(
      () => lock.acquire(),
      () => lock.tryAcquire(),
    ),
    rwLock: held(
      () => rw.write(),
      () => rw.tryWrite(),
    ),
    limiter: { take: () => limiter.acquire(), give: () => void limiter.totalTokens++ },
    queue: { take: () => queue.get(), give: () => queue.putNowait(1) },
    channel: { take: () => receive.receive(), give: () => send.sendNowait(1) },
    notify: { take: () => notify.wait(), give: () => notify.notifyOne() },
  }
}

/** A lock that is held until it is given. */
function held(take: () => Coroutine<unknown>, tryTake: () => { release(): void } | undefined): Shared {
  const permit = tryTake()
  return { take, give: () => permit?.release() }
}

describe('closing an operation that has ended', () => {
  for (const name of Object.keys(shared())) {
    test(`gives back nothing of a ${name} that its task has taken`, () => {
      const log = play(function* () {
        const { take, give } = shared()[name] as Shared
        const log: string[] = []
        function* first(): Steps<unknown> {
          const operation = take()
          const taken = yield* operation
          operation.close()
          operation.return(undefined)
          log.push('first')
          yield* sleep(5)
          return taken
        }
        function* second(): Steps<unknown> {
          const taken = yield* take()
          log.push('second')
          return taken
        }
        const tasks = [createTask(first()), createTask(second())]
        yield* sleep(1)
        give()
        yield* sleep(1)
        for (const task of tasks) task.cancel()
        yield* sleep(1)
        return log
      })
      expect(log).toEqual(['first'])
    })
  }

  test('does nothing if it never had to wait, or has failed', () => {
    const seen = play(function* () {
      const queue = new Queue<number>()
      queue.putNowait(1)
      const get = queue.get()
      const value = yield* get
      get.close()
      const [sender, receiver] = openOneshot<number>()
      sender.close()
      const receive = receiver.receive()
      try {
        yield* receive
      } catch {
        receive.close()
      }
      const event = new Event()
      event.set()
      const wait = event.wait()
      yield* wait
      wait.close()
      const rate = new RateLimiter({ limit: 1, interval: 1000 })
      const acquire = rate.acquire()
      yield* acquire
      acquire.close()
      return [value, rate.tryAcquire()]
    })
    expect(seen).toEqual([1, false])
  })
})
