import { coroutine, createTask, sleep, type Task } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

const waiting = coroutine(function* waiting(queue: WaitQueue<string>, log: string[], name: string) {
  log.push(`${name} got ${yield* queue.park()}`)
})

function* parkAll(queue: WaitQueue<string>, log: string[], names: string) {
  const tasks = [...names].map((name) => createTask(waiting(queue, log, name)))
  yield* sleep(0)
  return tasks
}

describe('WaitQueue', () => {
  test('wakes first in, first out, as many as it is told', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const queue = new WaitQueue<string>()
      yield* parkAll(queue, log, 'abcd')
      expect([queue.size, queue.wakeOne('x'), queue.wake(2, 'y'), queue.size]).toEqual([4, true, 2, 1])
      yield* sleep(0)
      expect([queue.wakeAll('z'), queue.wakeOne('nobody'), queue.size]).toEqual([1, false, 0])
      yield* sleep(0)
    })
    expect(log).toEqual(['a got x', 'b got y', 'c got y', 'd got z'])
  })

  test('a waiter cancelled while parked leaves at once', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const queue = new WaitQueue<string>()
      const tasks = yield* parkAll(queue, log, 'abc')
      tasks[1]?.cancel()
      expect(queue.size).toBe(2)
      queue.wakeAll('x')
      yield* sleep(1)
      expect(tasks.map((task) => task.state)).toEqual(['done', 'cancelled', 'done'])
    })
    expect(log).toEqual(['a got x', 'c got x'])
  })

  test('a waiter cancelled after it was woken, before it ran, hands the wake-up on', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const queue = new WaitQueue<string>()
      const tasks = yield* parkAll(queue, log, 'abc')
      queue.wakeOne('the wake-up')
      tasks[0]?.cancel()
      yield* sleep(0)
      yield* sleep(0)
      expect(tasks.map((task) => task.state)).toEqual(['cancelled', 'done', 'pending'])
      tasks[2]?.cancel()
    })
    expect(log).toEqual(['b got the wake-up'])
  })

  test('the owner may take a wake-up back instead', () => {
    const returned: string[] = []
    runVirtual(function* main() {
      const queue = new WaitQueue<string>({ onReturned: (value) => returned.push(value) })
      const tasks = yield* parkAll(queue, [], 'ab')
      queue.wakeOne('permit')
      tasks[0]?.cancel()
      yield* sleep(0)
      tasks[1]?.cancel()
    })
    expect(returned).toEqual(['permit'])
  })

  test('abort throws at all who are parked', () => {
    runVirtual(function* main() {
      const queue = new WaitQueue<string>({ describe: () => 'a broken thing' })
      const tasks = yield* parkAll(queue, [], 'ab')
      expect(queue.describe()).toBe('a broken thing')
      expect(queue.abort(new Error('broken'))).toBe(2)
      yield* sleep(0)
      expect(tasks.map((task) => String(task.exception()))).toEqual(['Error: broken', 'Error: broken'])
    })
  })

  test('a coroutine closed while it waits leaves the queue, or hands on what it was woken with', () => {
    runVirtual(function* main() {
      const queue = new WaitQueue<string>()
      const log: string[] = []
      const parked = waiting(queue, log, 'closed')
      parked.next()
      const woken = waiting(queue, log, 'woken')
      woken.next()
      yield* parkAll(queue, log, 'a')
      parked.close()
      queue.wakeOne('x')
      woken.close()
      yield* sleep(0)
      expect([queue.size, log]).toEqual([0, ['a got x']])
    })
  })

  test('a coroutine thrown out of its wait by hand leaves the queue, or hands on what it was woken with', () => {
    runVirtual(function* main() {
      const queue = new WaitQueue<string>()
      const log: string[] = []
      const parked = waiting(queue, log, 'parked')
      parked.next()
      const woken = waiting(queue, log, 'woken')
      woken.next()
      yield* parkAll(queue, log, 'a')
      expect(() => parked.throw(new Error('out'))).toThrow('out')
      expect(queue.size).toBe(2)
      queue.wakeOne('x')
      expect(() => woken.throw(new Error('out'))).toThrow('out')
      yield* sleep(0)
      expect([queue.size, log]).toEqual([0, ['a got x']])
    })
  })

  test('a cancelled waiter may keep its place until its task runs, and hold up those behind it', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const queue = new WaitQueue<string>({ keepsCancelled: true })
      const tasks = yield* parkAll(queue, log, 'abc')
      tasks[0]?.cancel()
      tasks[1]?.cancel()
      expect([queue.size, [...queue].length, queue.wakeOne('too early')]).toEqual([1, 1, false])
      yield* sleep(0)
      expect([queue.size, queue.wakeOne('x'), queue.size]).toEqual([1, true, 0])
      yield* sleep(0)
      expect(tasks.map((task) => task.state)).toEqual(['cancelled', 'cancelled', 'done'])
    })
    expect(log).toEqual(['c got x'])
  })

  test('one that keeps cancelled waiters aborts the others, and lets those go when they run', () => {
    runVirtual(function* main() {
      const queue = new WaitQueue<string>({ keepsCancelled: true })
      const tasks = yield* parkAll(queue, [], 'abc')
      tasks[1]?.cancel()
      expect([queue.abort(new Error('broken')), queue.size]).toEqual([2, 0])
      yield* sleep(0)
      const ends = tasks.map((task) => (task.cancelled() ? 'cancelled' : String(task.exception())))
      expect(ends).toEqual(['Error: broken', 'cancelled', 'Error: broken'])
      const [next] = yield* parkAll(queue, [], 'd')
      expect([queue.size, queue.wakeOne('x')]).toEqual([1, true])
      yield* next!
    })
  })

  test('under random wakes and cancels every wake-up reaches somebody, in order, or nobody is left', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.constant({ kind: 'park' as const, n: 0 }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('wake' as const), n: fc.nat(3) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), n: fc.nat(20) }) },
      { weight: 2, arbitrary: fc.constant({ kind: 'run' as const, n: 0 }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        runVirtual(function* main() {
          let inHand = 0
          let given = 0
          const queue: WaitQueue<void> = new WaitQueue({
            onReturned: () => {
              if (!queue.wakeOne()) inHand++
            },
          })
          const order: number[] = []
          const tasks: Task<void>[] = []
          const wait = coroutine(function* wait(id: number) {
            if (inHand > 0) inHand--
            else yield* queue.park()
            order.push(id)
          })
          for (const { kind, n } of steps) {
            if (kind === 'park') {
              tasks.push(createTask(wait(tasks.length)))
              yield* sleep(0)
            } else if (kind === 'wake') {
              for (let i = 0; i < n; i++) {
                if (queue.wakeOne()) given++
              }
            } else if (kind === 'cancel') tasks[n % Math.max(1, tasks.length)]?.cancel()
            else yield* sleep(0)
          }
          for (let i = 0; i < 4; i++) yield* sleep(0)
          expect(order.length + inHand).toBe(given)
          if (inHand > 0) expect(queue.size).toBe(0)
          for (const task of tasks) task.cancel()
        })
      }),
      { numRuns: 300 },
    )
  })
})
