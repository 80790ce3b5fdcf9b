import { asyncFor, createTask, sleep, wait } from '@acoro/core'
import { ClosedResourceError, EndOfChannel, WatchValue } from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

describe('a watched value', () => {
  test('is seen at once and after each change, the latest only', () => {
    play(function* () {
      const watched = new WatchValue('a')
      const seen: string[] = []
      const follower = createTask(
        asyncFor(watched.watch(), function* (value) {
          seen.push(value)
        }),
      )
      yield* sleep(1)
      watched.set('b')
      watched.update((value) => `${value}c`)
      yield* sleep(1)
      watched.set('bc')
      watched.close()
      yield* follower
      expect(seen).toEqual(['a', 'bc', 'bc'])
    })
  })

  test('tells a watcher whether there is something new', () => {
    play(function* () {
      const watched = new WatchValue(1, { name: 'port' })
      const watcher = watched.watch()
      expect([watcher.hasChanged(), watcher.value, watcher.hasChanged()]).toEqual([true, 1, false])
      const task = createTask(watcher.changed())
      yield* sleep(1)
      expect(describedWait(task)).toBe('WatchValue.changed on port (version 0, 1 waiting)')
      expect(watched.statistics()).toEqual({ version: 0, waiting: 1, closed: false })
      watched.set(2)
      expect(yield* task).toBe(2)
    })
  })

  test('is waited for until a predicate holds', () => {
    play(function* () {
      const watched = new WatchValue(1)
      expect(yield* watched.waitFor((value) => value === 1)).toBe(1)
      const task = createTask(watched.waitFor((value) => value > 2))
      for (const value of [2, 3]) {
        yield* sleep(1)
        watched.set(value)
      }
      expect(yield* task).toBe(3)
    })
  })

  test('changes no more once it is closed', () => {
    play(function* () {
      const watched = new WatchValue(1)
      const watcher = watched.watch()
      expect(watcher.value).toBe(1)
      const tasks = [createTask(watcher.changed()), createTask(watched.waitFor((value) => value > 1))]
      yield* sleep(1)
      watched.close()
      yield* wait(tasks)
      const end = new EndOfChannel(
        '<WatchValue [version:0, waiting:0, closed]> is closed: its value changes no more',
      )
      expect(tasks.map((task) => task.exception())).toEqual([end, end])
      expect(() => watched.set(2)).toThrow(
        new ClosedResourceError('Cannot set <WatchValue [version:0, waiting:0, closed]>: it is closed'),
      )
      expect([watched.value, watched.closed]).toEqual([1, true])
    })
  })

  test('loses no change of anybody whenever a watcher is cancelled', () => {
    injectCancelEverywhere(function* (inject) {
      const watched = new WatchValue(1)
      const [mine, others] = [watched.watch(), watched.watch()]
      void [mine.value, others.value]
      const victim = inject(mine.changed())
      const other = createTask(others.changed())
      yield* sleep(1)
      watched.set(2)
      expect(yield* other).toBe(2)
      yield* wait([victim])
      expect(mine.hasChanged()).toBe(victim.cancelled())
    })
  })

  test('refuses what is no function', () => {
    const watched = new WatchValue(1)
    expect(() => watched.update(2 as never)).toThrow(
      new TypeError('Expected a change of the value, a function, got the number 2'),
    )
    expect(() => watched.waitFor(2 as never)).toThrow(
      new TypeError('Expected a predicate, a function, got the number 2'),
    )
  })
})
