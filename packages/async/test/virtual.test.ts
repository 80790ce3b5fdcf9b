// only on server: it runs a compiler
//
// On the loop of a test waits go through the loop: its clock applies, and nothing depends on the turns of
// promises.

import { taskOf } from '@acoro/async'
import { type Future, run as runLoop, sleep } from '@acoro/core'
import { virtual } from '@acoro/testing'
import { expect, test } from 'vitest'
import { run } from './support/lowered.ts'

const task = <T>(promise: Promise<T>): Future<T> => taskOf(promise) as Future<T>

test(
  'calls run on the virtual clock',
  virtual(function* (loop) {
    const log: unknown[] = []
    const promise = run<Promise<string>>(
      `const work = async (n) => { await sleep(n); log.push(n); return n }
       const quick = async (n) => n
       return (async () => {
         const values = [await work(1000), await quick(2), await 3, await Promise.all([work(20), work(10)]), await null]
         return JSON.stringify(values)
       })()`,
      { log, sleep },
    )
    expect(yield* task(promise)).toBe('[1000,2,3,[20,10],null]')
    expect([log, loop.time()]).toEqual([[1000, 10, 20], 1020])
  }),
)

test(
  'async generators, returned promises, thenables and errors behave as elsewhere',
  virtual(function* () {
    const log: unknown[] = []
    const promise = run<Promise<void>>(
      `async function* g() { try { yield 1; await sleep(5); yield Promise.resolve(2) } finally { log.push('closed') } }
       const late = async () => { await sleep(1); return 'late' }
       const passes = async () => late()
       const fails = async () => { await sleep(1); throw new Error('fails') }
       const throws = async () => { throw new Error('throws') }
       return (async () => {
         for await (const v of g()) log.push(v)
         log.push(await passes(), await { then: (yes) => yes('thenable') }, await { then: 5 }.then)
         for (const f of [fails, throws]) try { await f() } catch (e) { log.push(e.message) }
         try { await { get then() { throw new Error('getter') } } } catch (e) { log.push(e.message) }
       })()`,
      { log, sleep },
    )
    yield* task(promise)
    expect(log).toEqual([1, 2, 'closed', 'late', 'thenable', 5, 'fails', 'throws', 'getter'])
  }),
)

test(
  'a cancel passes on to the call that is awaited, and spares one that others await',
  virtual(function* () {
    const log: unknown[] = []
    const [first, second, alone] = run<[Promise<string>, Promise<string>, Promise<void>]>(
      `const shared = (async () => { await sleep(10); return 'shared' })()
       const wait = async () => await shared
       const inner = async () => { try { await sleep(100) } finally { log.push('inner') } }
       return [wait(), wait(), (async () => { await inner() })()]`,
      { log, sleep },
    )
    yield* sleep(1)
    task(first).cancel()
    task(alone).cancel()
    yield* sleep(1)
    expect([task(first).cancelled(), task(alone).cancelled(), log]).toEqual([true, true, ['inner']])
    expect(yield* task(second)).toBe('shared')
  }),
)

test(
  'a promise that nobody will settle is reported with the call that waits',
  virtual(function* () {
    const promise = run<Promise<void>>(`return (async () => { await new Promise(() => {}) })()`)
    task(promise).cancel()
    yield* sleep(0)
    expect(task(promise).cancelled()).toBe(true)
  }),
)

test('calls in the loop of run() end with it', async () => {
  let promise: Promise<void> | undefined
  await runLoop(function* main() {
    promise = run<Promise<void>>(`return (async () => { await sleep(1000) })()`, { sleep })
    yield* sleep(0)
  })
  await expect(promise).rejects.toMatchObject({ name: 'CancelledError' })
})
