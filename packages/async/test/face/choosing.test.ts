import { Event, mapConcurrent, openChannel, Queue, select, sleep, taskOf } from '@acoro/async'
import { virtual } from '@acoro/testing/vitest'
import { describe, expect, it } from 'vitest'

describe('select with promises', () => {
  it(
    'does one case, and the others have taken nothing',
    virtual(async (loop) => {
      const [a, b] = [new Queue<string>(), new Queue<string>()]
      loop.callLater(5, () => {
        a.putNowait('a')
        b.putNowait('b')
      })
      const cases = { b: () => b.get(), a: () => a.get(), late: () => sleep(100) }
      expect(await select(cases)).toEqual({ case: 'b', done: false, value: 'b' })
      expect([a.qsize(), b.qsize(), loop.time()]).toEqual([1, 0, 5])
      expect(await select(cases)).toEqual({ case: 'a', done: false, value: 'a' })
      expect((await select(cases)).case).toBe('late')
      expect([a.statistics().getters, b.statistics().getters]).toEqual([0, 0])
    }),
  )

  it(
    'has promises as cases, which are not cancelled, and null for none',
    virtual(async () => {
      const slow = sleep(50, 'slow')
      const chosen = await select([null, slow, () => sleep(1, 'fast')])
      expect(chosen).toEqual({ case: 2, done: false, value: 'fast' })
      expect(await slow).toBe('slow')
    }),
  )

  it(
    'tells the end of a source, and is cancelled through its task',
    virtual(async () => {
      const [send, receive] = openChannel<number>(1)
      const stop = new Event()
      send.close()
      const waiting = select([() => stop.wait(), () => receive.receive()])
      expect(await waiting).toEqual({ case: 1, done: true, value: undefined })
      const never = select([() => stop.wait()])
      await sleep(1)
      expect(stop.statistics().waiting).toBe(1)
      taskOf(never)?.cancel()
      await expect(never).rejects.toMatchObject({ name: 'CancelledError' })
      expect(stop.statistics().waiting).toBe(0)
    }),
  )

  it(
    'refuses by name what is no operation, and a function that throws throws',
    virtual(async () => {
      const queue = new Queue<number>()
      await expect(select([() => 5])).rejects.toThrow(
        'Expected the cases of select() as functions that return an operation, such as () => queue.get(), got',
      )
      await expect(select(queue.get() as never)).rejects.toThrow('Expected the cases of select()')
      await expect(
        select([
          () => queue.get(),
          () => {
            throw new RangeError('no')
          },
        ]),
      ).rejects.toThrow('no')
      // What the face returns afterwards is a promise again.
      expect(queue.put(1)).toBeInstanceOf(Promise)
    }),
  )
})

describe('mapConcurrent with promises', () => {
  it(
    'calls an async function for each item, a few at a time',
    virtual(async (loop) => {
      let [inside, most] = [0, 0]
      const double = async (n: number, index: number) => {
        most = Math.max(most, ++inside)
        await sleep(10 * n)
        inside--
        return [2 * n, index]
      }
      const all = await mapConcurrent([3, 1, 2], double, { limit: 2 })
      expect([all, most, loop.time()]).toEqual([
        [
          [6, 0],
          [2, 1],
          [4, 2],
        ],
        2,
        30,
      ])
    }),
  )

  it(
    'is gone through with for await, in order or as results come, and ends what is under way',
    virtual(async () => {
      const log: number[] = []
      const work = async (n: number) => {
        await sleep(10 * n)
        return n
      }
      for await (const n of mapConcurrent([3, 1, 2], work, { limit: 3, ordered: false })) log.push(n)
      for await (const n of mapConcurrent([3, 1, 2], work, { limit: 3 })) {
        log.push(n)
        break
      }
      expect(log).toEqual([1, 2, 3, 3])
    }),
  )

  it(
    'takes items from a queue, calls plain functions, and throws the first error',
    virtual(async () => {
      const queue = new Queue<number>()
      for (const n of [1, 2, 3]) queue.putNowait(n)
      queue.shutdown()
      expect(await mapConcurrent(queue, (n) => n + 1, { limit: 1 })).toEqual([2, 3, 4])
      const failing = async (n: number) => {
        await sleep(n)
        if (n === 2) throw new RangeError('two')
        return n
      }
      await expect(Promise.resolve(mapConcurrent([1, 2, 3], failing, { limit: 3 }))).rejects.toThrow('two')
      // Native code under way cannot be cancelled.
      await sleep(5)
      expect(() => mapConcurrent([1], 5 as never, { limit: 1 })).toThrow('what to do with each item')
      expect(() => mapConcurrent([1], failing, { limit: 0 })).toThrow(RangeError)
    }),
  )
})
