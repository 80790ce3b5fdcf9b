import { asyncWith, coroutine, createTask, RuntimeError, sleep, wait } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

const release = coroutine(function* release(lock: Lock) {
  lock.release()
})

describe('a lock', () => {
  test('has no owner unless asked to: another task may release it', () => {
    play(function* () {
      const lock = new Lock()
      yield* lock.acquire()
      yield* createTask(release(lock))
      expect(lock.locked()).toBe(false)
    })
  })

  test('reads as unlocked while it is handed over, and cannot be released then', () => {
    play(function* () {
      const lock = new Lock()
      yield* lock.acquire()
      const waiter = createTask(lock.acquire())
      yield* sleep(1)
      lock.release()
      expect(lock.locked()).toBe(false)
      expect(() => lock.release()).toThrow(RuntimeError)
      yield* waiter
      expect(lock.locked()).toBe(true)
    })
  })

  test('cannot be released while nobody holds it', () => {
    expect(() => new Lock().release()).toThrow(new RuntimeError('Lock is not acquired.'))
  })

  test('is held for the block of an asyncWith', () => {
    play(function* () {
      const lock = new Lock()
      const inside = yield* asyncWith(lock, function* (value) {
        return [value, lock.locked()]
      })
      expect([inside, lock.locked()]).toEqual([[undefined, true], false])
    })
  })

  test('says who holds it and how many wait', () => {
    play(function* () {
      const lock = new Lock({ name: 'accounts' })
      const holder = createTask(lock.acquire(), { name: 'holder' })
      const waiter = createTask(lock.acquire())
      yield* holder
      expect(lock.statistics()).toEqual({ locked: true, holder: 'holder', waiting: 1 })
      expect(`${lock}`).toBe('<Lock accounts [locked, waiting:1]>')
      waiter.cancel()
    })
  })

  test('names its holder to those who wait for nothing', () => {
    play(function* () {
      const lock = new Lock({ name: 'accounts' })
      yield* createTask(lock.acquire(), { name: 'forgetful' })
      const waiter = createTask(lock.acquire())
      yield* sleep(1)
      expect(describedWait(waiter)).toBe('Lock.acquire on accounts (held by forgetful, 1 waiting)')
      waiter.cancel()
    })
  })

  test('refuses options that mean nothing', () => {
    expect(() => new Lock({ name: 1 as never })).toThrow(
      new TypeError('Expected the name of a Lock, a string, got the number 1'),
    )
    expect(() => new Lock({ owned: 'yes' as never })).toThrow(
      new TypeError('Expected owned, a boolean, got the string "yes"'),
    )
  })
})

describe('a permit', () => {
  test('is given back once, however often it is released', () => {
    play(function* () {
      const lock = new Lock()
      const permit = yield* lock.acquire()
      permit.release()
      yield* lock.acquire()
      permit.release()
      expect([permit.released, lock.locked()]).toEqual([true, true])
    })
  })

  test('is released at the end of an asyncWith', () => {
    play(function* () {
      const lock = new Lock()
      yield* asyncWith(yield* lock.acquire(), function* (permit) {
        expect([permit.released, lock.locked()]).toEqual([false, true])
      })
      expect(lock.locked()).toBe(false)
    })
  })
})

describe('an owned lock', () => {
  test('refuses re-entry, and says where it was taken', () => {
    play(function* () {
      const lock = new Lock({ owned: true, name: 'accounts' })
      yield* lock.acquire()
      const again = createTask(lock.acquire())
      yield* sleep(1)
      // It is another task that waits; this one would wait for itself.
      expect(again.done()).toBe(false)
      let caught: unknown
      try {
        yield* lock.acquire()
      } catch (error) {
        caught = error
      }
      expect(caught).toBeInstanceOf(RuntimeError)
      expect((caught as Error).message).toMatch(
        /^<Lock accounts \[locked, waiting:1\]> is not re-entrant, and this task holds it: held by Task-\d+ at .*lock\.test\.ts:\d+:\d+\)?; it is acquired again at .*lock\.test\.ts:\d+:\d+\)?$/,
      )
      again.cancel()
    })
  })

  test("refuses a stranger's release, with both places", () => {
    play(function* () {
      const lock = new Lock({ owned: true })
      yield* lock.acquire()
      const stranger = createTask(release(lock), { name: 'stranger' })
      yield* wait([stranger])
      expect((stranger.exception() as Error).message).toMatch(
        /^Expected <Lock \[locked, waiting:0\]> to be released by its holder, held by Task-\d+ at .*lock\.test\.ts.*; it is released by stranger at release .*lock\.test\.ts/,
      )
      expect(lock.locked()).toBe(true)
    })
  })
})
