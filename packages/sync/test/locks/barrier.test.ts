import { asyncWith, coroutine, createTask, sleep, wait } from '@acoro/core'
import { Barrier, BrokenBarrierError } from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

const meet = coroutine(function* meet(barrier: Barrier, name: string, log: string[]) {
  log.push(`${name} ${yield* barrier.wait()}`)
})

function meeting(barrier: Barrier, names: string, log: string[] = []) {
  return [...names].map((name) => createTask(meet(barrier, name, log)))
}

describe('a barrier', () => {
  test('lets all go when the last one comes, each with a position, again and again', () => {
    const log: string[] = []
    play(function* () {
      const barrier = new Barrier(3)
      for (let round = 0; round < 2; round++) {
        yield* wait(meeting(barrier, 'abc', log))
        expect(barrier.statistics()).toEqual({ parties: 3, waiting: 0, state: 'filling' })
      }
    })
    expect(log).toEqual(['c 2', 'a 0', 'b 1', 'c 2', 'a 0', 'b 1'])
  })

  test('is left by a cancelled waiter, and gives the others a position each', () => {
    const log: string[] = []
    play(function* () {
      const barrier = new Barrier(3)
      const tasks = meeting(barrier, 'ab', log)
      yield* sleep(1)
      tasks[0]!.cancel()
      yield* sleep(1)
      expect([barrier.nWaiting, barrier.broken]).toEqual([1, false])
      yield* wait(meeting(barrier, 'cd', log))
    })
    expect(log).toEqual(['d 2', 'b 0', 'c 1'])
  })

  test('makes those who come while it lets go wait for the next round', () => {
    const log: string[] = []
    play(function* () {
      const barrier = new Barrier(2)
      const tasks = meeting(barrier, 'abc', log)
      yield* sleep(1)
      expect([log, barrier.nWaiting]).toEqual([['b 1', 'a 0'], 1])
      yield* wait([...tasks, ...meeting(barrier, 'd', log)])
    })
    expect(log).toEqual(['b 1', 'a 0', 'd 1', 'c 0'])
  })

  test('throws at those who wait when it is reset, and begins anew', () => {
    play(function* () {
      const barrier = new Barrier(3, { name: 'start' })
      const tasks = meeting(barrier, 'ab')
      yield* sleep(1)
      yield* barrier.reset()
      expect(barrier.statistics().state).toBe('resetting')
      yield* wait(tasks)
      const error = new BrokenBarrierError('<Barrier start [resetting, waiting:0/3]> was aborted or reset')
      expect(tasks.map((task) => task.exception())).toEqual([error, error])
      expect(barrier.statistics()).toEqual({ parties: 3, waiting: 0, state: 'filling' })
    })
  })

  test('throws at all who wait and come after it is aborted, until it is reset', () => {
    play(function* () {
      const barrier = new Barrier(2)
      const early = meeting(barrier, 'a')
      yield* sleep(1)
      yield* barrier.abort()
      const late = meeting(barrier, 'b')
      yield* wait([...early, ...late])
      expect(early[0]!.exception()).toBeInstanceOf(BrokenBarrierError)
      expect(late[0]!.exception()).toEqual(
        new BrokenBarrierError('<Barrier [broken, waiting:0/2]> was aborted'),
      )
      yield* barrier.reset()
      expect(barrier.broken).toBe(false)
    })
  })

  test('reaches those it has released and who have not run with an abort', () => {
    play(function* () {
      const barrier = new Barrier(2)
      const first = meeting(barrier, 'a')
      yield* sleep(1)
      const second = meeting(barrier, 'b')
      yield* second[0]!
      yield* wait(first)
      expect(first[0]!.exception()).toBeUndefined()
      const third = meeting(barrier, 'c')
      yield* sleep(1)
      yield* barrier.wait()
      yield* barrier.abort()
      yield* wait(third)
      expect(third[0]!.exception()).toBeInstanceOf(BrokenBarrierError)
    })
  })

  test('lets tasks run in the order in which they came, though one of them was cancelled', () => {
    const log: string[] = []
    play(function* () {
      const barrier = new Barrier(4)
      const tasks = meeting(barrier, 'abc', log)
      yield* sleep(1)
      tasks[0]!.cancel()
      yield* sleep(1)
      tasks.push(...meeting(barrier, 'de', log))
      yield* wait(tasks)
    })
    // The last one does not wait. In asyncio b stands behind c and d.
    expect(log).toEqual(['e 3', 'b 0', 'c 1', 'd 2'])
  })

  test('lets the right ones go whenever a waiter is cancelled', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      const barrier = new Barrier(2)
      const log: string[] = []
      const victim = inject(meet(barrier, 'victim', log))
      const other = createTask(meet(barrier, 'other', log))
      yield* sleep(1)
      // The other may have been left alone.
      if (!other.done()) yield* wait(meeting(barrier, 'c', log))
      yield* wait([victim, other])
      const positions = log.filter((line) => !line.startsWith('victim')).map((line) => line.split(' ')[1])
      expect(new Set(positions).size).toBe(positions.length)
      expect(barrier.statistics()).toEqual({ parties: 2, waiting: 0, state: 'filling' })
    })
    expect(moments).toBeGreaterThan(2)
  })

  test('gives its position to the block of an asyncWith', () => {
    play(function* () {
      expect(
        yield* asyncWith(new Barrier(1), function* (position) {
          return position
        }),
      ).toBe(0)
    })
  })

  test('refuses parties that mean nothing', () => {
    expect(() => new Barrier(0)).toThrow(
      new RangeError('Expected the parties of a Barrier, a whole number of at least 1, got 0'),
    )
  })

  test('says what its waiters wait for', () => {
    play(function* () {
      const task = createTask(new Barrier(2, { name: 'start' }).wait())
      yield* sleep(1)
      expect(describedWait(task)).toBe('Barrier.wait on start (1 of 2 there, filling)')
      task.cancel()
    })
  })
})
