import { asyncFor, createTask, sleep, wait } from '@acoro/core'
import {
  BroadcastChannel,
  type BroadcastReceiver,
  ClosedResourceError,
  LaggedError,
  WouldBlock,
} from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

function* collect(receiver: BroadcastReceiver<number>, seen: number[]) {
  yield* asyncFor(receiver, function* (item) {
    seen.push(item)
  })
  return seen
}

describe('a broadcast channel', () => {
  test('gives every item to every subscriber, from when it subscribed until the end', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(10)
      expect(channel.send(0)).toBe(0)
      const early = createTask(collect(channel.subscribe(), []))
      expect(channel.send(1)).toBe(1)
      yield* sleep(1)
      const late = createTask(collect(channel.subscribe(), []))
      expect(channel.send(2)).toBe(2)
      channel.close()
      expect([yield* early, yield* late]).toEqual([[1, 2], [2]])
    })
  })

  test('tells a slow subscriber how much it missed, once, and goes on after that', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(2, { name: 'prices' })
      const slow = channel.subscribe()
      for (const item of [1, 2, 3, 4]) channel.send(item)
      expect(slow.pending).toBe(2)
      const task = createTask(slow.receive())
      yield* wait([task])
      const error = task.exception() as LaggedError
      expect(error).toEqual(
        new LaggedError(
          'Too slow for <BroadcastChannel prices [open, 4 sent, subscribers:1]>, which keeps 2 items: 2 are missed',
          2,
        ),
      )
      expect([error.missed, slow.missed, yield* slow.receive(), yield* slow.receive()]).toEqual([2, 2, 3, 4])
    })
  })

  test('calls a subscriber who asked for it with how much it missed, in place of an error', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(1)
      const lags: number[] = []
      const slow = channel.subscribe({ onLag: (missed) => lags.push(missed) })
      for (const item of [1, 2, 3]) channel.send(item)
      expect([yield* slow.receive(), lags]).toEqual([3, [2]])
    })
  })

  test('makes a subscriber wait for the next item', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(1, { name: 'prices' })
      const receiver = channel.subscribe()
      expect(() => receiver.receiveNowait()).toThrow(WouldBlock)
      const task = createTask(receiver.receive())
      yield* sleep(1)
      expect(describedWait(task)).toBe('BroadcastChannel.receive on prices (0 sent, 1 waiting)')
      expect(channel.statistics()).toEqual({ capacity: 1, sent: 0, subscribers: 1, waiting: 1 })
      channel.send(1)
      expect(yield* task).toBe(1)
    })
  })

  test('ends for its subscribers when it is closed', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(1)
      const receiver = channel.subscribe()
      const task = createTask(receiver.receive())
      yield* sleep(1)
      channel.close()
      yield* wait([task])
      expect([(task.exception() as Error).name, channel.closed]).toEqual(['EndOfChannel', true])
      expect(() => channel.send(1)).toThrow(
        new ClosedResourceError(
          'Cannot send through <BroadcastChannel [closed, 0 sent, subscribers:1]>: it is closed',
        ),
      )
    })
  })

  test('throws at a receiver that is closed while it waits', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(1)
      const [closed, open] = [channel.subscribe(), channel.subscribe()]
      const tasks = [createTask(closed.receive()), createTask(open.receive())]
      yield* sleep(1)
      closed.close()
      channel.send(1)
      yield* wait(tasks)
      expect([(tasks[0]!.exception() as Error).name, tasks[1]!.result()]).toEqual(['ClosedResourceError', 1])
      expect(() => closed.receive()).toThrow(ClosedResourceError)
      expect(channel.statistics().subscribers).toBe(1)
    })
  })

  test('loses no item of anybody whenever a subscriber is cancelled', () => {
    injectCancelEverywhere(function* (inject) {
      const channel = new BroadcastChannel<number>(10)
      const [mine, others] = [channel.subscribe(), channel.subscribe()]
      const seen: number[] = []
      const victim = inject(
        (function* () {
          for (;;) seen.push(yield* mine.receive())
        })(),
      )
      const other = createTask(collect(others, []))
      for (const item of [1, 2, 3]) {
        channel.send(item)
        yield* sleep(1)
      }
      channel.close()
      yield* wait([victim])
      expect(yield* other).toEqual([1, 2, 3])
      expect(yield* collect(mine, seen)).toEqual([1, 2, 3])
    })
  })

  test('forgets a subscriber whenever the asyncFor over it is cancelled, or ends early', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      const channel = new BroadcastChannel<number>(10)
      const victim = inject(
        (function* () {
          yield* collect(channel.subscribe(), [])
        })(),
      )
      yield* sleep(1)
      channel.send(1)
      yield* sleep(1)
      if (!victim.done()) channel.close()
      yield* wait([victim])
      if (victim.cancelled()) expect(channel.statistics()).toMatchObject({ subscribers: 0, waiting: 0 })
    })
    expect(moments).toBeGreaterThan(2)
    play(function* () {
      const channel = new BroadcastChannel<number>(10)
      const receiver = channel.subscribe()
      channel.send(1)
      yield* asyncFor(receiver, function* () {
        return false
      })
      expect([receiver.closed, channel.statistics().subscribers]).toEqual([true, 0])
    })
  })

  test('can be gone through again after a LaggedError', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(2)
      const receiver = channel.subscribe()
      const seen: number[] = []
      for (const item of [1, 2, 3]) channel.send(item)
      channel.close()
      const lagging = createTask(collect(receiver, seen))
      yield* wait([lagging])
      expect([lagging.exception(), receiver.closed]).toEqual([expect.any(LaggedError), false])
      expect(yield* collect(receiver, seen)).toEqual([2, 3])
    })
  })

  test('receives nothing after an onLag that closes it', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(2)
      const receiver: BroadcastReceiver<number> = channel.subscribe({ onLag: () => receiver.close() })
      for (const item of [1, 2, 3]) channel.send(item)
      const task = createTask(receiver.receive())
      yield* wait([task])
      expect(task.exception()).toEqual(
        new ClosedResourceError(
          'Cannot receive from <BroadcastChannel [open, 3 sent, subscribers:0]>: this receiver is closed',
        ),
      )
    })
  })

  test('receives the oldest item that was kept, though onLag sends', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(1)
      const lags: number[] = []
      const receiver = channel.subscribe({
        onLag: (missed) => {
          lags.push(missed)
          channel.send(10 * missed)
        },
      })
      for (const item of [1, 2, 3]) channel.send(item)
      expect([yield* receiver.receive(), lags, receiver.pending]).toEqual([3, [2], 1])
      expect([yield* receiver.receive(), lags, receiver.missed]).toEqual([20, [2], 2])
    })
  })

  test('receives no item twice, though onLag receives', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(2)
      const inside: number[] = []
      const receiver: BroadcastReceiver<number> = channel.subscribe({
        onLag: () => inside.push(receiver.receiveNowait()),
      })
      for (const item of [1, 2, 3]) channel.send(item)
      expect([yield* receiver.receive(), inside, receiver.pending]).toEqual([2, [3], 0])
    })
  })

  test('keeps the item of an onLag that throws', () => {
    play(function* () {
      const channel = new BroadcastChannel<number>(2)
      const receiver = channel.subscribe({
        onLag: () => {
          throw new Error('too slow')
        },
      })
      for (const item of [1, 2, 3]) channel.send(item)
      expect(() => receiver.receiveNowait()).toThrow('too slow')
      expect([receiver.receiveNowait(), receiver.receiveNowait()]).toEqual([2, 3])
    })
  })

  test('refuses what means nothing', () => {
    expect(() => new BroadcastChannel(0)).toThrow(
      new RangeError('Expected the capacity of a BroadcastChannel, a whole number of at least 1, got 0'),
    )
    expect(() => new BroadcastChannel(1).subscribe({ onLag: 1 as never })).toThrow(
      new TypeError('Expected the option onLag of subscribe() to be a function, got the number 1'),
    )
  })
})
