/**
 * What every bounded queue promises: no item lost or doubled, items in order, and `put` that waits while it
 * is full.
 */

import { type Awaitable, coroutine, createTask, gather, getRunningLoop, sleep } from '@acoro/core'
import { checkFunction } from '../base/checks.ts'
import { explore } from '../explore/explore.ts'
import { injectCancelEverywhere } from '../steps/inject-cancel.ts'
import { VirtualLoop } from '../virtual/virtual-loop.ts'
import { expectSame, type SuiteCase } from './suite-case.ts'

/** What the suite needs of a queue of numbers. */
export interface SuiteQueue {
  put(item: number): Awaitable<unknown>
  get(): Awaitable<number>
}

const putAll = coroutine(function* putAll(queue: SuiteQueue, items: readonly number[]) {
  for (const item of items) yield* queue.put(item)
})

const take = coroutine(function* take(queue: SuiteQueue, count: number, into: number[]) {
  for (let n = 0; n < count; n++) into.push(yield* queue.get())
})

/** Tests for the queues that `makeQueue` returns: empty, first in, first out, with the given capacity. */
export function queueSuite(makeQueue: (capacity: number) => SuiteQueue): SuiteCase[] {
  checkFunction(makeQueue, 'a factory of queues')
  return [
    {
      name: 'gives what was put, first in, first out',
      run: () => {
        const got: number[] = []
        new VirtualLoop().runSync(function* () {
          const queue = makeQueue(3)
          yield* gather(putAll(queue, [1, 2, 3, 4, 5, 6]), take(queue, 6, got))
        })
        expectSame(got, [1, 2, 3, 4, 5, 6], 'the items')
      },
    },
    {
      name: 'holds back those who put when it is full',
      run: () => {
        const times: number[] = []
        new VirtualLoop().runSync(function* () {
          const queue = makeQueue(2)
          const putting = createTask(
            (function* () {
              for (const item of [1, 2, 3]) {
                yield* queue.put(item)
                times.push(getRunningLoop().time())
              }
            })(),
          )
          yield* sleep(10)
          yield* queue.get()
          yield* putting
        })
        expectSame(times, [0, 0, 10], 'the times at which there was room')
      },
    },
    {
      name: 'loses no item, whenever one who waits for it is cancelled',
      run: () => {
        injectCancelEverywhere(function* (inject) {
          const queue = makeQueue(1)
          const got: number[] = []
          const victim = inject(take(queue, 1, []))
          const other = createTask(take(queue, 1, got))
          yield* sleep(1)
          yield* gather([createTask(putAll(queue, [1, 2])), victim, other], { returnExceptions: true })
          if (victim.cancelled()) got.push(yield* queue.get())
          expectSame(got, victim.cancelled() ? [1, 2] : [2], 'what the others got')
        })
      },
    },
    {
      name: 'puts an item in once or not at all, whenever the one who puts it is cancelled',
      run: () => {
        injectCancelEverywhere(function* (inject) {
          const queue = makeQueue(1)
          const got: number[] = []
          yield* queue.put(1)
          const victim = inject(putAll(queue, [2]))
          const other = createTask(putAll(queue, [3]))
          yield* sleep(1)
          yield* take(queue, 1, got)
          yield* sleep(1)
          yield* take(queue, 1, got)
          yield* gather([victim, other], { returnExceptions: true })
          if (!victim.cancelled()) yield* take(queue, 1, got)
          expectSame(got, victim.cancelled() ? [1, 3] : [1, 2, 3], 'the items')
        })
      },
    },
    {
      name: 'gives every item once under every order of tasks',
      run: () => {
        explore({ runs: 200 }, function* () {
          const queue = makeQueue(1)
          const got: number[] = []
          yield* gather(
            putAll(queue, [1, 2]),
            putAll(queue, [3, 4]),
            take(queue, 2, got),
            take(queue, 2, got),
          )
          expectSame(
            got.toSorted((a, b) => a - b),
            [1, 2, 3, 4],
            'the items',
          )
        })
      },
    },
  ]
}
