// What holds for everything through which items go first in, first out.

import {
  type Awaitable,
  coroutine,
  createTask,
  gather,
  getRunningLoop,
  sleep,
  timeout,
  wait,
} from '@acoro/core'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { play } from '../support/virtual.ts'

export interface Pipe {
  put(item: string): Awaitable<void>
  get(): Awaitable<string>
  putNowait(item: string): void
  getNowait(): string
  size(): number
  /** How many wait: to get, to put. */
  waiting(): [getters: number, putters: number]
}

const produce = coroutine(function* produce(pipe: Pipe, item: string, log: string[]) {
  yield* pipe.put(item)
  log.push(`put ${item}`)
})

const consume = coroutine(function* consume(pipe: Pipe, name: string, log: string[]) {
  const item = yield* pipe.get()
  log.push(`${name} got ${item}`)
})

export function pipeSuite(title: string, make: (capacity: number, name?: string) => Pipe): void {
  describe(`${title}, as a pipe,`, () => {
    test('gives items in the order they came, to those who wait in the order they came', () => {
      const log: string[] = []
      play(function* () {
        const pipe = make(5)
        const tasks = ['a', 'b', 'c'].map((name) => createTask(consume(pipe, name, log)))
        yield* sleep(1)
        for (const item of ['1', '2', '3', '4']) pipe.putNowait(item)
        yield* wait(tasks)
        expect([pipe.size(), pipe.getNowait(), pipe.size()]).toEqual([1, '4', 0])
      })
      expect(log).toEqual(['a got 1', 'b got 2', 'c got 3'])
    })

    test('makes those who put wait for room, in order', () => {
      const log: string[] = []
      play(function* () {
        const pipe = make(2)
        const tasks = ['1', '2', '3', '4'].map((item) => createTask(produce(pipe, item, log)))
        yield* sleep(1)
        expect([pipe.size(), pipe.waiting()]).toEqual([2, [0, 2]])
        for (const item of ['1', '2', '3', '4']) {
          expect(yield* pipe.get()).toBe(item)
          log.push(`got ${item}`)
          yield* sleep(1)
        }
        yield* wait(tasks)
      })
      expect(log).toEqual(['put 1', 'put 2', 'got 1', 'put 3', 'got 2', 'put 4', 'got 3', 'got 4'])
    })

    test('takes no turn of the loop while there is room, or an item', () => {
      const log: string[] = []
      play(function* () {
        const pipe = make(1)
        getRunningLoop().callSoon(() => log.push('callback'))
        for (const item of ['1', '2', '3']) {
          yield* pipe.put(item)
          log.push(yield* pipe.get())
        }
        yield* sleep(0)
      })
      expect(log).toEqual(['1', '2', '3', 'callback'])
    })

    test('gives an item to the next getter when the one it woke is cancelled before it ran', () => {
      const log: string[] = []
      play(function* () {
        const pipe = make(1)
        const tasks = ['a', 'b'].map((name) => createTask(consume(pipe, name, log)))
        yield* sleep(1)
        pipe.putNowait('item')
        tasks[0]!.cancel()
        yield* wait(tasks)
      })
      expect(log).toEqual(['b got item'])
    })

    test('keeps the item when the woken getter is cancelled and nobody else waits', () => {
      play(function* () {
        const pipe = make(1)
        const only = createTask(consume(pipe, 'only', []))
        yield* sleep(1)
        pipe.putNowait('item')
        only.cancel()
        yield* wait([only])
        expect(pipe.getNowait()).toBe('item')
      })
    })

    test('gives room to the next putter when the one it woke is cancelled, whose item stays out', () => {
      const log: string[] = []
      play(function* () {
        const pipe = make(1)
        pipe.putNowait('first')
        const tasks = ['a', 'b'].map((item) => createTask(produce(pipe, item, log)))
        yield* sleep(1)
        expect(pipe.getNowait()).toBe('first')
        tasks[0]!.cancel()
        yield* wait(tasks)
        expect([pipe.getNowait(), pipe.size()]).toEqual(['b', 0])
      })
      expect(log).toEqual(['put b'])
    })

    test('loses nothing to coroutines that are thrown out of their wait by hand, woken or not', () => {
      play(function* () {
        const pipe = make(1)
        const [parked, woken] = [consume(pipe, 'parked', []), consume(pipe, 'woken', [])]
        woken.next()
        parked.next()
        expect(() => parked.throw(new Error('out'))).toThrow('out')
        pipe.putNowait('1')
        expect(() => woken.throw(new Error('out'))).toThrow('out')
        expect([pipe.getNowait(), pipe.size(), pipe.waiting()]).toEqual(['1', 0, [0, 0]])
        pipe.putNowait('2')
        const [first, second] = [produce(pipe, 'first', []), produce(pipe, 'second', [])]
        first.next()
        second.next()
        expect(() => second.throw(new Error('out'))).toThrow('out')
        expect(pipe.getNowait()).toBe('2')
        expect(() => first.throw(new Error('out'))).toThrow('out')
        pipe.putNowait('3')
        expect([pipe.getNowait(), pipe.size(), pipe.waiting()]).toEqual(['3', 0, [0, 0]])
      })
    })

    test('loses nothing to those who give up after a time', () => {
      play(function* () {
        const pipe = make(1)
        yield* gather([timeout(10, () => pipe.get())], { returnExceptions: true })
        pipe.putNowait('1')
        yield* gather([timeout(10, () => pipe.put('2'))], { returnExceptions: true })
        expect([pipe.getNowait(), pipe.size(), pipe.waiting()]).toEqual(['1', 0, [0, 0]])
      })
    })

    test('loses no item whenever a getter is cancelled', () => {
      const moments = injectCancelEverywhere(function* (inject) {
        const pipe = make(1)
        const log: string[] = []
        const before = createTask(consume(pipe, 'before', log))
        const victim = inject(consume(pipe, 'victim', log))
        const after = createTask(consume(pipe, 'after', log))
        const items = ['1', '2', '3']
        const producers = items.map((item) => createTask(produce(pipe, item, log)))
        yield* wait([before, victim, after])
        // With the victim gone an item is left.
        if (victim.cancelled()) log.push(`left ${yield* pipe.get()}`)
        yield* wait(producers)
        const got = log.filter((line) => !line.startsWith('put')).map((line) => line.split(' ').at(-1))
        expect(got).toEqual(items)
        expect([pipe.size(), pipe.waiting()]).toEqual([0, [0, 0]])
      })
      expect(moments).toBeGreaterThan(2)
    })

    test('loses no item and no room whenever a putter is cancelled, and puts its item in once or not at all', () => {
      const moments = injectCancelEverywhere(function* (inject) {
        const pipe = make(1)
        const log: string[] = []
        const before = createTask(produce(pipe, 'before', log))
        const victim = inject(produce(pipe, 'victim', log))
        const after = createTask(produce(pipe, 'after', log))
        const consumers = ['a', 'b'].map((name) => createTask(consume(pipe, name, log)))
        yield* wait([...consumers, before, after])
        yield* wait([victim])
        const taken = log.filter((line) => line.includes('got')).map((line) => line.split(' ').at(-1))
        if (!victim.cancelled()) taken.push(pipe.getNowait())
        expect(taken).toEqual(victim.cancelled() ? ['before', 'after'] : ['before', 'victim', 'after'])
        expect([pipe.size(), pipe.waiting()]).toEqual([0, [0, 0]])
      })
      expect(moments).toBeGreaterThan(2)
    })

    test('says what is waited for when nothing will come of it', () => {
      expect(() => play(() => consume(make(1, 'jobs'), 'a', []))).toThrow(
        /waits for \w+\.(get|receive) on jobs \(0 .*1 waiting\)\n/,
      )
      expect(() =>
        play(function* () {
          const pipe = make(1, 'jobs')
          for (const item of ['1', '2']) yield* pipe.put(item)
        }),
      ).toThrow(/waits for \w+\.(put|send) on jobs \(1 of 1 items.*1 waiting\)\n/)
    })
  })
}
