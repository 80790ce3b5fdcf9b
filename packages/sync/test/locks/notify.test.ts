import { createTask, sleep, wait } from '@acoro/core'
import { Notify } from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

function* waiter(notify: Notify, name: string, log: string[]) {
  yield* notify.wait()
  log.push(name)
}

describe('a notification', () => {
  test('for one is kept, once, where nobody waits', () => {
    const log: string[] = []
    play(function* () {
      const notify = new Notify({ name: 'mail' })
      notify.notifyOne()
      notify.notifyOne()
      expect([notify.statistics(), `${notify}`]).toEqual([
        { notified: true, waiting: 0 },
        '<Notify mail [notified, waiting:0]>',
      ])
      yield* waiter(notify, 'first', log)
      const second = createTask(waiter(notify, 'second', log))
      yield* sleep(1)
      expect([log, describedWait(second)]).toEqual([['first'], 'Notify.wait on mail (1 waiting)'])
      notify.notifyOne()
      yield* second
    })
    expect(log).toEqual(['first', 'second'])
  })

  test('for all reaches those who wait now, and is not kept', () => {
    const log: string[] = []
    play(function* () {
      const notify = new Notify()
      const tasks = ['a', 'b'].map((name) => createTask(waiter(notify, name, log)))
      yield* sleep(1)
      notify.notifyAll()
      yield* wait(tasks)
      notify.notifyAll()
      expect(notify.statistics()).toEqual({ notified: false, waiting: 0 })
    })
    expect(log).toEqual(['a', 'b'])
  })

  test('for one reaches another, or is kept, whenever the one it woke is cancelled', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      const notify = new Notify()
      const log: string[] = []
      const victim = inject(waiter(notify, 'victim', log))
      const other = createTask(waiter(notify, 'other', log))
      yield* sleep(1)
      notify.notifyOne()
      yield* sleep(1)
      notify.notifyOne()
      yield* wait([victim, other])
      // Two notifications, two uses: one of them may be waiting for its use.
      expect(log.length + (notify.statistics().notified ? 1 : 0)).toBe(2)
      expect(log).toContain('other')
    })
    expect(moments).toBeGreaterThan(2)
  })

  test('for all is not handed on by a waiter that is cancelled', () => {
    play(function* () {
      const notify = new Notify()
      const task = createTask(notify.wait())
      yield* sleep(1)
      notify.notifyAll()
      task.cancel()
      yield* wait([task])
      expect(notify.statistics().notified).toBe(false)
    })
  })
})
