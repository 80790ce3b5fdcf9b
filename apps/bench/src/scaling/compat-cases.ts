/** The bridges of compat, as far as they need no promise: the work is counted synchronously. */

import { EventEmitter } from 'node:events'
import { cancelOnAbort, legacy, on } from '@acoro/compat'
import { type Awaitable, createTask, type Suspension, sleep, type Task, wait } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import type { ScalingCase } from './case.ts'

function program(name: string, main: (n: number) => Generator<Suspension, unknown, unknown>): ScalingCase {
  return {
    name,
    run: (n) => {
      using loop = new VirtualLoop()
      loop.runSync(() => main(n) as Awaitable<unknown>)
    },
  }
}

function times<T>(n: number, make: (index: number) => T): T[] {
  return Array.from({ length: n }, (_, index) => make(index))
}

function* deep(levels: number): Generator<unknown, number, number> {
  if (levels > 0) return 1 + (yield deep(levels - 1))
  yield sleep(1)
  return 0
}

export const compatCases: readonly ScalingCase[] = [
  program('on, filled and emptied', function* (n) {
    const emitter = new EventEmitter()
    using events = on(emitter, 'data', { limit: Infinity })
    for (let i = 0; i < n; i++) emitter.emit('data', i)
    for (let i = 0; i < n; i++) yield* events.anext()
  }),
  program('on, the oldest dropped', function* (n) {
    const emitter = new EventEmitter()
    using _events = on(emitter, 'data', { limit: n, overflow: 'drop-oldest' })
    for (let i = 0; i < 2 * n; i++) emitter.emit('data', i)
    yield* sleep(0)
  }),
  program('on, woken and cancelled waiters', function* (n) {
    const emitter = new EventEmitter()
    using events = on(emitter, 'data', { limit: Infinity })
    const tasks: Task<unknown>[] = times(n, () => createTask(events.anext()))
    yield* sleep(1)
    for (let i = 0; i < n; i++) emitter.emit('data', i)
    for (const task of tasks) task.cancel()
    yield* wait(tasks)
    for (let i = 0; i < n; i++) yield* events.anext()
  }),
  ...['first', 'last'].map((end) =>
    program(`tasks on one signal, released one by one, the ${end} one first`, function* (n) {
      const { signal } = new AbortController()
      const task = createTask(sleep(1))
      const uses = times(n, () => cancelOnAbort(task, signal))
      for (const use of end === 'first' ? uses : uses.toReversed()) use[Symbol.dispose]()
      yield* task
    }),
  ),
  program('tasks on one signal, aborted together', function* (n) {
    const controller = new AbortController()
    const tasks: Task<unknown>[] = times(n, () => createTask(sleep(1000)))
    for (const task of tasks) cancelOnAbort(task, controller.signal)
    yield* sleep(1)
    controller.abort()
    yield* wait(tasks)
  }),
  program('legacy, generators that yield one another', function* (n) {
    yield* legacy(deep)(n)
  }),
  program('legacy, an array of waits', function* (n) {
    yield* legacy(function* all(): Generator<unknown, unknown, unknown> {
      return yield times(n, () => sleep(0))
    })()
  }),
]
