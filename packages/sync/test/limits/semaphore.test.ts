import { coroutine, createTask, gather, sleep, wait } from '@acoro/core'
import { BoundedSemaphore, Semaphore } from '@acoro/sync'
import { describe, expect, test } from 'vitest'
import { play } from '../support/virtual.ts'

const take = coroutine(function* take(semaphore: Semaphore, name: string, log: string[], weight?: number) {
  yield* semaphore.acquire(weight)
  log.push(name)
})

describe('a semaphore', () => {
  test('lets in as many as it has permits, and the rest in order', () => {
    const log: string[] = []
    const visit = coroutine(function* visit(semaphore: Semaphore, name: string) {
      using _permit = yield* semaphore.acquire()
      log.push(`${name} in`)
      yield* sleep(10)
      log.push(`${name} out`)
    })
    play(function* () {
      const semaphore = new Semaphore(2)
      yield* gather(...['a', 'b', 'c'].map((name) => visit(semaphore, name)))
      expect(semaphore.value).toBe(2)
    })
    expect(log).toEqual(['a in', 'b in', 'a out', 'b out', 'c in', 'c out'])
  })

  test('makes those who come wait behind those who were woken, and lets them in when these run', () => {
    const log: string[] = []
    play(function* () {
      const semaphore = new Semaphore(0)
      const tasks = [createTask(take(semaphore, 'a', log))]
      yield* sleep(1)
      semaphore.release()
      semaphore.release()
      expect([semaphore.value, semaphore.locked(), semaphore.tryAcquire()]).toEqual([1, true, undefined])
      tasks.push(createTask(take(semaphore, 'late', log)))
      yield* wait(tasks)
    })
    expect(log).toEqual(['a', 'late'])
  })

  test('invariant: free permits, those of woken tasks and held ones add up', () => {
    play(function* () {
      const semaphore = new Semaphore(4)
      const held = [yield* semaphore.acquire(3), yield* semaphore.acquire()]
      const tasks = [2, 1, 1].map((weight) => createTask(semaphore.acquire(weight)))
      yield* sleep(1)
      const free: number[] = [semaphore.value]
      // Three permits: two go to the first task, one to the second.
      held[0]!.release()
      free.push(semaphore.value)
      tasks[0]!.cancel()
      free.push(semaphore.value)
      yield* wait(tasks)
      free.push(semaphore.value)
      for (const task of tasks) if (!task.cancelled()) (yield* task).release()
      held[1]!.release()
      free.push(semaphore.value)
      expect(free).toEqual([0, 0, 0, 1, 4])
    })
  })

  test('hands the permits of a woken and cancelled waiter on', () => {
    const log: string[] = []
    play(function* () {
      const semaphore = new Semaphore(0)
      const tasks = ['a', 'b'].map((name) => createTask(take(semaphore, name, log)))
      yield* sleep(1)
      semaphore.release()
      tasks[0]!.cancel()
      yield* wait(tasks)
      expect(semaphore.statistics()).toEqual({ value: 0, waiting: 0 })
    })
    expect(log).toEqual(['b'])
  })

  test('does not let small requests past a large one, and serves them when it gives up', () => {
    const log: string[] = []
    play(function* () {
      const semaphore = new Semaphore(2)
      const wide = createTask(take(semaphore, 'wide', log, 3))
      const small = [createTask(take(semaphore, 'small 1', log)), createTask(take(semaphore, 'small 2', log))]
      yield* sleep(1)
      expect([log.length, semaphore.statistics()]).toEqual([0, { value: 2, waiting: 3 }])
      wide.cancel()
      yield* wait(small)
    })
    expect(log).toEqual(['small 1', 'small 2'])
  })

  test('gives a weight back as a whole', () => {
    play(function* () {
      const semaphore = new Semaphore(3)
      {
        using permit = yield* semaphore.acquire(3)
        expect([permit.weight, semaphore.value]).toEqual([3, 0])
      }
      expect(semaphore.value).toBe(3)
    })
  })

  test('refuses values and weights that mean nothing, at the call', () => {
    expect(() => new Semaphore(-1)).toThrow(
      new RangeError('Expected the value of a Semaphore, a whole number of at least 0, got -1'),
    )
    expect(() => new BoundedSemaphore(1.5)).toThrow(
      new RangeError('Expected the value of a BoundedSemaphore, a whole number of at least 0, got 1.5'),
    )
    expect(() => new Semaphore('2' as never)).toThrow(
      new TypeError('Expected the value of a Semaphore, a whole number of at least 0, got the string "2"'),
    )
    const message = 'Expected the weight of an acquisition, a whole number of at least 1, got 0'
    for (const refused of ['acquire', 'tryAcquire', 'release'] as const) {
      expect(() => new Semaphore()[refused](0)).toThrow(new RangeError(message))
    }
  })
})

describe('a bounded semaphore', () => {
  test('cannot be released more often than it was acquired', () => {
    const semaphore = new BoundedSemaphore(1)
    expect(() => semaphore.release()).toThrow(new RangeError('BoundedSemaphore released too many times'))
    expect(semaphore.value).toBe(1)
  })

  test('of no permits refuses to be acquired, because nothing could ever release it', () => {
    const none = new BoundedSemaphore(0)
    expect(() => none.acquire()).toThrow(
      new RangeError(
        'Expected a weight of at most 0, all that <BoundedSemaphore [locked, waiting:0]> has, got the number 1',
      ),
    )
    expect([none.tryAcquire(), none.locked()]).toEqual([undefined, true])
  })

  test('refuses at once a weight that it can never have', () => {
    expect(() => new BoundedSemaphore(2).acquire(3)).toThrow(
      'Expected a weight of at most 2, all that <BoundedSemaphore [unlocked, value:2, waiting:0]> has, got the number 3',
    )
  })
})
