import { createTask, sleep, wait } from '@acoro/core'
import { Event } from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

function* waiter(event: Event, name: string, log: unknown[]) {
  log.push([name, yield* event.wait()])
}

describe('an event', () => {
  test('wakes all who wait, in order, and lets those through who come later', () => {
    const log: unknown[] = []
    play(function* () {
      const event = new Event({ name: 'ready' })
      const tasks = ['a', 'b'].map((name) => createTask(waiter(event, name, log)))
      yield* sleep(1)
      expect([event.isSet(), event.statistics()]).toEqual([false, { isSet: false, waiting: 2 }])
      expect(describedWait(tasks[0]!)).toBe('Event.wait on ready (2 waiting)')
      event.set()
      event.set()
      expect(`${event}`).toBe('<Event ready [set, waiting:0]>')
      yield* wait(tasks)
      yield* waiter(event, 'late', log)
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
      expect([yield* task, event.isSet()]).toEqual([true, false])
    })
  })

  test('wakes the others whenever one that waits is cancelled', () => {
    injectCancelEverywhere(function* (inject) {
      const event = new Event()
      const log: unknown[] = []
      const before = createTask(waiter(event, 'before', log))
      const victim = inject(waiter(event, 'victim', log))
      const after = createTask(waiter(event, 'after', log))
      yield* sleep(1)
      event.set()
      yield* wait([before, victim, after])
      expect(log.filter((line) => (line as string[])[0] !== 'victim')).toEqual([
        ['before', true],
        ['after', true],
      ])
      expect(event.statistics().waiting).toBe(0)
    })
  })
})
