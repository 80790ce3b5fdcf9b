import { createTask, gather, sleep } from '@acoro/core'
import { Latch } from '@acoro/sync'
import { explore } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

describe('a latch', () => {
  test('opens for good when it was counted down so many times', () => {
    const log: string[] = []
    play(function* () {
      const latch = new Latch(3, { name: 'workers' })
      const waiter = function* (name: string) {
        yield* latch.wait()
        log.push(name)
      }
      const tasks = [createTask(waiter('a')), createTask(waiter('b'))]
      yield* sleep(1)
      expect(describedWait(tasks[0]!)).toBe('Latch.wait on workers (3 to count down, 2 waiting)')
      latch.countDown()
      yield* sleep(1)
      expect([log, latch.count, latch.isOpen(), `${latch}`]).toEqual([
        [],
        2,
        false,
        '<Latch workers [count:2, waiting:2]>',
      ])
      latch.countDown(2)
      yield* gather(tasks)
      yield* waiter('late')
      expect([latch.statistics(), latch.isOpen(), `${latch}`]).toEqual([
        { count: 0, waiting: 0 },
        true,
        '<Latch workers [open, waiting:0]>',
      ])
    })
    expect(log).toEqual(['a', 'b', 'late'])
  })

  test('of 0 is open', () => {
    play(function* () {
      const latch = new Latch(0)
      yield* latch.wait()
      expect(latch.isOpen()).toBe(true)
    })
  })

  test('wakes every task in every order of tasks', () => {
    explore({ runs: 200 }, function* () {
      const latch = new Latch(2)
      let woken = 0
      const waiter = function* () {
        yield* latch.wait()
        woken++
      }
      const counter = function* () {
        yield* sleep(0)
        latch.countDown()
      }
      yield* gather([waiter(), counter(), waiter(), counter()])
      expect(woken).toBe(2)
    })
  })

  test('opens at the count-down that makes it 0, whatever the steps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 10 }), (steps) => {
        let left = steps.reduce((sum, by) => sum + by, 0)
        const latch = new Latch(left)
        for (const by of steps) {
          expect(latch.isOpen()).toBe(false)
          latch.countDown(by)
          left -= by
          expect(latch.count).toBe(left)
        }
        expect(latch.isOpen()).toBe(true)
      }),
    )
  })

  test.each<[() => unknown, string]>([
    [() => new Latch(-1), 'Expected the count of a Latch, a whole number of at least 0, got -1'],
    [
      () => new Latch('2' as never),
      'Expected the count of a Latch, a whole number of at least 0, got the string "2"',
    ],
    [
      () => new Latch(1, 'name' as never),
      'Expected the options of Latch() as an object, { name }, got the string "name"',
    ],
    [() => new Latch(1).countDown(0), 'Expected what to count down by, a whole number of at least 1, got 0'],
    [
      () => new Latch(1).countDown(2),
      'Expected at most 1 to count down by, all that <Latch [count:1, waiting:0]> has left, got 2',
    ],
  ])('%s is refused by name', (call, message) => {
    expect(call).toThrow(message)
  })
})
