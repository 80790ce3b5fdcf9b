import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { KeyedLock } from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

const visit = coroutine(function* visit(locks: KeyedLock<string>, key: string, log: string[]) {
  using _held = yield* locks.acquire(key)
  log.push(`${key} in`)
  yield* sleep(10)
  log.push(`${key} out`)
})

describe('a keyed lock', () => {
  test('makes only those wait who ask for the same key', () => {
    const log: string[] = []
    play(function* () {
      const locks = new KeyedLock<string>()
      yield* wait(['x', 'x', 'y'].map((key) => createTask(visit(locks, key, log))))
    })
    expect(log).toEqual(['x in', 'y in', 'x out', 'y out', 'x in', 'x out'])
  })

  test('keeps a key no longer than somebody holds it or waits for it', () => {
    play(function* () {
      const locks = new KeyedLock<string>({ name: 'accounts' })
      const tasks = [createTask(visit(locks, 'x', []), { name: 'first' }), createTask(visit(locks, 'x', []))]
      yield* sleep(1)
      expect([locks.size, locks.locked('x'), locks.locked('y')]).toEqual([1, true, false])
      expect(locks.statistics()).toEqual({ keys: [{ key: 'x', holder: 'first', waiting: 1 }] })
      expect(`${locks}`).toBe('<KeyedLock accounts [keys:1]>')
      yield* wait(tasks)
      expect(locks.size).toBe(0)
    })
  })

  test('takes any key: one without a text, or whose text cannot be made', () => {
    play(function* () {
      const throwing = {
        toString() {
          throw new Error('no text')
        },
      }
      const revoked = Proxy.revocable({}, {})
      revoked.revoke()
      const keys: [key: unknown, name: string][] = [
        [Object.create(null), 'an object'],
        [throwing, 'an object'],
        [revoked.proxy, 'an object'],
        [{}, 'an object'],
        [new Map(), '[object Map]'],
        [Symbol('file'), 'Symbol(file)'],
        [undefined, 'undefined'],
        [new URL('http://x/y'), 'http://x/y'],
      ]
      const locks = new KeyedLock<unknown>({ name: 'all' })
      for (const [key, name] of keys) {
        const held = yield* locks.acquire(key)
        const waiter = createTask(locks.acquire(key))
        yield* sleep(1)
        expect(describedWait(waiter)).toMatch(`Lock.acquire on all[${name}] (held by Task-`)
        held.release()
        ;(yield* waiter).release()
      }
      expect(locks.size).toBe(0)
    })
  })

  test('keeps no key whenever one that asks for it is cancelled', () => {
    injectCancelEverywhere(function* (inject) {
      const locks = new KeyedLock<string>()
      const tasks = [
        createTask(visit(locks, 'x', [])),
        inject(visit(locks, 'x', [])),
        createTask(visit(locks, 'x', [])),
      ]
      yield* wait(tasks)
      expect(locks.size).toBe(0)
    })
  })
})
