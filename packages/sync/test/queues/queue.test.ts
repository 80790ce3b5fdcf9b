import { asyncFor, createTask, sleep, wait } from '@acoro/core'
import {
  LifoQueue,
  openChannel,
  PriorityQueue,
  Queue,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
} from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { collectGarbage } from '../../../../scripts/runtimes/garbage.ts'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { play } from '../support/virtual.ts'

/** In bytes, without garbage. */
function heapUsed(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

function* consume(queue: Queue<unknown>, name: string, log: unknown[]) {
  log.push([name, yield* queue.get()])
}

describe('a queue', () => {
  test('makes a woken getter wait again, last in the line, whose item somebody took', () => {
    const log: unknown[] = []
    play(function* () {
      const queue = new Queue<unknown>()
      const tasks = ['a', 'b'].map((name) => createTask(consume(queue, name, log)))
      yield* sleep(1)
      queue.putNowait('one')
      expect(queue.getNowait()).toBe('one')
      yield* sleep(1)
      expect(queue.statistics().getters).toBe(2)
      queue.putNowait('two')
      queue.putNowait('three')
      yield* wait(tasks)
    })
    expect(log).toEqual([
      ['b', 'two'],
      ['a', 'three'],
    ])
  })

  for (const kind of ['queue', 'channel'] as const) {
    onlyOn('exceptBun', 'it measures the heap, of which Bun gives back when it likes')(
      `keeps no memory of its peak, as a ${kind}`,
      () => {
        const queue = new Queue<number>()
        const [sender, receiver] = openChannel<number>(Number.POSITIVE_INFINITY)
        const put = (item: number) => (kind === 'queue' ? queue.putNowait(item) : sender.sendNowait(item))
        const take = () => (kind === 'queue' ? queue.getNowait() : receiver.receiveNowait())
        put(0)
        const before = heapUsed()
        for (let item = 1; item < 500_000; item++) put(item)
        // It is never empty: one item is always in it.
        for (let item = 0; item < 499_999; item++) take()
        expect(heapUsed() - before).toBeLessThan(500_000)
        expect(take()).toBe(499_999)
      },
    )
  }

  test('lets join go when every item was reported done', () => {
    play(function* () {
      const queue = new Queue<number>()
      yield* queue.join()
      queue.putNowait(1)
      queue.putNowait(2)
      const joiner = createTask(queue.join())
      for (const unfinished of [2, 1]) {
        yield* sleep(1)
        expect([joiner.done(), queue.statistics()]).toMatchObject([false, { joiners: 1, unfinished }])
        queue.getNowait()
        queue.taskDone()
      }
      yield* joiner
      expect(() => queue.taskDone()).toThrow(new RangeError('taskDone() called too many times'))
    })
  })

  test('lets join go whenever another that joins is cancelled', () => {
    injectCancelEverywhere(function* (inject) {
      const queue = new Queue<number>()
      queue.putNowait(1)
      const victim = inject(queue.join())
      const joiner = createTask(queue.join())
      yield* sleep(1)
      queue.taskDone()
      yield* joiner
      yield* wait([victim])
      expect(queue.statistics().joiners).toBe(0)
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
    expect([queue.empty(), queue.full(), queue.qsize()]).toEqual([false, true, 1])
  })

  test('has no limit where its maxsize is 0 or less, or infinite', () => {
    for (const maxsize of [0, -1, Number.POSITIVE_INFINITY]) {
      const queue = new Queue<number>(maxsize)
      for (let item = 0; item < 100; item++) queue.putNowait(item)
      expect([queue.full(), queue.statistics().maxsize]).toEqual([false, Number.POSITIVE_INFINITY])
    }
  })

  test('refuses a maxsize that means nothing', () => {
    expect(() => new Queue('1' as never)).toThrow(
      new TypeError('Expected the maxsize of a Queue, a number, got the string "1"'),
    )
    expect(() => new LifoQueue(1.5)).toThrow(
      new RangeError('Expected the maxsize of a LifoQueue, a whole number or Infinity, got 1.5'),
    )
    expect(() => new Queue(Number.NaN)).toThrow(RangeError)
    expect(() => new Queue().shutdown(1 as never)).toThrow(
      new TypeError('Expected immediate, a boolean, got the number 1'),
    )
  })
})

describe('a queue that is shut down', () => {
  test('gives out what is in, and takes nothing', () => {
    play(function* () {
      const queue = new Queue<number>()
      queue.putNowait(1)
      queue.shutdown()
      queue.shutdown()
      const refusal = new QueueShutDown('Cannot put into <Queue [1 items, shut down]>: it is shut down')
      expect(() => queue.put(2)).toThrow(refusal)
      expect(() => queue.putNowait(2)).toThrow(refusal)
      expect(yield* queue.get()).toBe(1)
      const end = new QueueShutDown('Cannot get from <Queue [0 items, shut down]>: it is shut down and empty')
      expect(() => queue.getNowait()).toThrow(end)
      const getter = createTask(queue.get())
      yield* wait([getter])
      expect(getter.exception()).toEqual(end)
    })
  })

  test('tells those who wait', () => {
    play(function* () {
      const [empty, full] = [new Queue<number>(), new Queue<number>(1)]
      full.putNowait(1)
      const tasks = [empty.get(), empty.get(), full.put(2), full.put(3)].map((waiting) =>
        createTask<unknown>(waiting),
      )
      yield* sleep(1)
      empty.shutdown()
      full.shutdown()
      yield* wait(tasks)
      expect(tasks.map((task) => (task.exception() as Error).name)).toEqual(Array(4).fill('QueueShutDown'))
    })
  })

  test('gives a getter that was woken for an item that item', () => {
    play(function* () {
      const queue = new Queue<string>()
      const tasks = [createTask(queue.get()), createTask(queue.get())]
      yield* sleep(1)
      queue.putNowait('item')
      queue.shutdown()
      yield* wait(tasks)
      expect([tasks[0]!.result(), (tasks[1]!.exception() as Error).name]).toEqual(['item', 'QueueShutDown'])
    })
  })

  test('drops what is in when it is shut down at once, and lets join go when the rest is done', () => {
    play(function* () {
      const queue = new Queue<number>()
      for (let item = 0; item < 3; item++) queue.putNowait(item)
      queue.getNowait()
      const joiner = createTask(queue.join())
      yield* sleep(1)
      queue.shutdown(true)
      expect([queue.qsize(), queue.statistics().unfinished]).toEqual([0, 1])
      queue.taskDone()
      yield* joiner
    })
  })

  test('ends the loop of those who go through it', () => {
    play(function* () {
      const queue = new Queue<number>()
      const seen: number[] = []
      const reader = createTask(
        asyncFor(queue, function* (item) {
          seen.push(item)
        }),
      )
      yield* sleep(1)
      for (const item of [1, 2]) queue.putNowait(item)
      yield* sleep(1)
      queue.putNowait(3)
      queue.shutdown()
      yield* reader
      expect(seen).toEqual([1, 2, 3])
    })
  })
})

describe('a discipline of its own', () => {
  class Shortest extends Queue<string> {
    readonly log: string[] = []
    #items: string[] = []

    protected override _init(maxsize: number) {
      this.log.push(`init ${maxsize}`)
    }

    protected override _put(item: string) {
      if (item === 'refused') throw new Error('refused')
      this.#items.push(item)
      this.#items.sort((a, b) => a.length - b.length)
    }

    protected override _get() {
      const item = this.#items[0]!
      if (item === 'kept') throw new Error('kept')
      return this.#items.shift()!
    }

    override qsize() {
      return this.#items.length
    }
  }

  test('says only how items are kept', () => {
    play(function* () {
      const queue = new Shortest(3)
      for (const item of ['ccc', 'a', 'bb']) yield* queue.put(item)
      expect([queue.full(), queue.log]).toEqual([true, ['init 3']])
      expect([yield* queue.get(), yield* queue.get(), yield* queue.get()]).toEqual(['a', 'bb', 'ccc'])
    })
  })

  test('leaves the room to the next putter when it refuses the item of the woken one', () => {
    play(function* () {
      const queue = new Shortest(1)
      queue.putNowait('first')
      const tasks = [createTask(queue.put('refused')), createTask(queue.put('second'))]
      yield* sleep(1)
      queue.getNowait()
      yield* wait(tasks)
      expect([tasks[0]!.exception(), queue.getNowait()]).toEqual([new Error('refused'), 'second'])
    })
  })

  test('leaves the item to the next getter when it fails to give it to the woken one', () => {
    play(function* () {
      const queue = new Shortest()
      const tasks = [createTask(queue.get()), createTask(queue.get())]
      yield* sleep(1)
      queue.putNowait('kept')
      yield* wait(tasks)
      expect(tasks.map((task) => task.exception())).toEqual([new Error('kept'), new Error('kept')])
    })
  })
})

describe('a stack', () => {
  test('gives the last item first', () => {
    const queue = new LifoQueue<number>(3)
    for (const item of [1, 2, 3]) queue.putNowait(item)
    expect([queue.full(), queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual([true, 3, 2, 1])
  })
})

describe('a priority queue', () => {
  test('gives the lowest item first, and equal ones in the order they came', () => {
    const queue = new PriorityQueue<[number, string]>(0, ([a], [b]) => a - b)
    for (const item of ['2a', '1a', '2b', '1b', '0a', '2c', '1c']) queue.putNowait([Number(item[0]), item])
    const order: string[] = []
    while (!queue.empty()) order.push(queue.getNowait()[1])
    expect(order).toEqual(['0a', '1a', '1b', '1c', '2a', '2b', '2c'])
  })

  test('is left as it was by a comparison that fails', () => {
    const queue = new PriorityQueue<unknown>(0, (a, b) => {
      if (typeof a !== 'number' || typeof b !== 'number') throw new Error('not comparable')
      return a - b
    })
    for (const item of [3, 1, 2]) queue.putNowait(item)
    expect(() => queue.putNowait('x')).toThrow('not comparable')
    expect([queue.qsize(), queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual([3, 1, 2, 3])
  })

  test('refuses a comparison that is none', () => {
    expect(() => new PriorityQueue(0, 'name' as never)).toThrow(
      new TypeError('Expected the comparison of a PriorityQueue, a function, got the string "name"'),
    )
    const queue = new PriorityQueue<object>(0, (a, b) => (a as never) - (b as never))
    queue.putNowait({})
    expect(() => queue.putNowait({})).toThrow(
      new TypeError('Expected the comparison of a PriorityQueue to return a number, got the number NaN'),
    )
  })
})
