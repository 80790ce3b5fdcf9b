import { createTask, sleep, wait } from '@acoro/core'
import { Queue, QueueEmpty, QueueFull, QueueShutDown } from '@acoro/sync'
import { describe, expect, test } from 'vitest'
import { play } from './support/virtual.ts'

function* consume(queue: Queue<unknown>, name: string, log: unknown[]) {
  log.push([name, yield* queue.get()])
}

function* produce(queue: Queue<unknown>, item: unknown, log: unknown[]) {
  yield* queue.put(item)
  log.push(['put', item])
}

describe('a queue', () => {
  test('gives items in the order they came, to those who wait in the order they came', () => {
    const log: unknown[] = []
    play(function* () {
      const queue = new Queue<unknown>()
      const tasks = ['a', 'b'].map((name) => createTask(consume(queue, name, log)))
      yield* sleep(1)
      for (const item of [1, 2, 3]) queue.putNowait(item)
      yield* wait(tasks)
      expect([queue.qsize(), yield* queue.get(), queue.empty()]).toEqual([1, 3, true])
    })
    expect(log).toEqual([
      ['a', 1],
      ['b', 2],
    ])
  })

  test('makes putters wait for room, in order', () => {
    const log: unknown[] = []
    play(function* () {
      const queue = new Queue<unknown>(1)
      const tasks = [1, 2, 3].map((item) => createTask(produce(queue, item, log)))
      yield* sleep(1)
      expect([queue.full(), queue.statistics().putters, log]).toEqual([true, 2, [['put', 1]]])
      for (const item of [1, 2, 3]) expect(yield* queue.get()).toBe(item)
      yield* wait(tasks)
    })
    expect(log).toEqual([
      ['put', 1],
      ['put', 2],
      ['put', 3],
    ])
  })

  test('wakes the next getter when the one it woke is cancelled before it ran', () => {
    const log: unknown[] = []
    play(function* () {
      const queue = new Queue<unknown>()
      const tasks = ['a', 'b'].map((name) => createTask(consume(queue, name, log)))
      yield* sleep(1)
      queue.putNowait('item')
      tasks[0]!.cancel()
      yield* wait(tasks)
    })
    expect(log).toEqual([['b', 'item']])
  })

  test('makes a woken getter wait again whose item somebody took', () => {
    const log: unknown[] = []
    play(function* () {
      const queue = new Queue<unknown>()
      const task = createTask(consume(queue, 'a', log))
      yield* sleep(1)
      queue.putNowait('one')
      expect(queue.getNowait()).toBe('one')
      yield* sleep(1)
      expect([task.done(), queue.statistics().getters]).toEqual([false, 1])
      queue.putNowait('two')
      yield* task
    })
    expect(log).toEqual([['a', 'two']])
  })

  test('lets join go when every item was reported done', () => {
    play(function* () {
      const queue = new Queue<number>()
      yield* queue.join()
      queue.putNowait(1)
      const joiner = createTask(queue.join())
      yield* sleep(1)
      expect([joiner.done(), queue.statistics().joiners]).toEqual([false, 1])
      queue.getNowait()
      queue.taskDone()
      yield* joiner
      expect(() => queue.taskDone()).toThrow(new RangeError('taskDone() called too many times'))
    })
  })

  test('refuses instead of waiting where asked to', () => {
    const queue = new Queue<number>(1, { name: 'jobs' })
    expect(() => queue.getNowait()).toThrow(
      new QueueEmpty('<Queue jobs [0 of 1 items]> is empty: use get() to wait for an item'),
    )
    queue.putNowait(1)
    expect(() => queue.putNowait(2)).toThrow(
      new QueueFull('<Queue jobs [1 of 1 items]> is full: use put() to wait for room'),
    )
  })

  test('gives out what is in after shutdown, and takes nothing', () => {
    play(function* () {
      const queue = new Queue<number>()
      queue.putNowait(1)
      queue.shutdown()
      queue.shutdown()
      expect(() => queue.put(2)).toThrow(
        new QueueShutDown('Cannot put into <Queue [1 items, shut down]>: it is shut down'),
      )
      expect(yield* queue.get()).toBe(1)
      expect(() => queue.getNowait()).toThrow(
        new QueueShutDown('Cannot get from <Queue [0 items, shut down]>: it is shut down and empty'),
      )
    })
  })
})
