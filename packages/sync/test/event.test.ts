import { createTask, sleep, wait } from '@acoro/core'
import { Event } from '@acoro/sync'
import { describe, expect, test } from 'vitest'
import { play } from './support/virtual.ts'

describe('an event', () => {
  test('wakes all who wait, in order, and lets those through who come later', () => {
    const log: unknown[] = []
    function* waiter(event: Event, name: string) {
      log.push([name, yield* event.wait()])
    }
    play(function* () {
      const event = new Event()
      const tasks = ['a', 'b'].map((name) => createTask(waiter(event, name)))
      yield* sleep(1)
      expect([event.isSet(), event.statistics()]).toEqual([false, { isSet: false, waiting: 2 }])
      event.set()
      yield* wait(tasks)
      yield* waiter(event, 'late')
    })
    expect(log).toEqual([
      ['a', true],
      ['b', true],
      ['late', true],
    ])
  })

  test('wakes those who waited when it is set, although it is cleared at once', () => {
    play(function* () {
      const event = new Event()
      const task = createTask(event.wait())
      yield* sleep(1)
      event.set()
      event.clear()
      expect(yield* task).toBe(true)
    })
  })
})
