import { type Coroutine, coroutine, getRunningLoop, toThread } from '@acoro/core'
import {
  createPortal,
  type Portal,
  type ThreadPoolExecutor,
  workerFunction,
  workerModule,
} from '@acoro/executors'
import { expectTypeOf, test } from 'vitest'

declare function hash(text: string, rounds: number): Uint8Array
declare function load(url: URL): Promise<string>
declare const pool: ThreadPoolExecutor

test('a reference has the type of its function', () => {
  const reference = workerFunction(import.meta.url, hash)
  expectTypeOf(reference).parameters.toEqualTypeOf<[text: string, rounds: number]>()
  expectTypeOf(reference('a', 1)).toEqualTypeOf<Uint8Array>()
  const loop = getRunningLoop()
  expectTypeOf(loop.runInExecutor(pool, reference, 'a', 1).result()).toEqualTypeOf<Uint8Array>()
  expectTypeOf(toThread(reference, 'a', 1)).toEqualTypeOf<Coroutine<Uint8Array>>()
  const byName = workerFunction<typeof load>(import.meta.url, 'load')
  expectTypeOf(byName(new URL('file:///'))).toEqualTypeOf<Promise<string>>()
  expectTypeOf(toThread(byName, new URL('file:///'))).toEqualTypeOf<Coroutine<string>>()
  // @ts-expect-error an argument is missing
  toThread(reference, 'a')
  // @ts-expect-error an argument of the wrong type
  loop.runInExecutor(pool, reference, 'a', '1')
})

test('a module has its functions, and only these', () => {
  const path = workerModule<typeof import('node:path')>('node:path')
  expectTypeOf(toThread(path.basename, '/a/b')).toEqualTypeOf<Coroutine<string>>()
  // @ts-expect-error a string is no function
  path.sep
  // @ts-expect-error no such export
  path.nothing
})

test('map gives the results of the function', () => {
  const double = workerFunction<(n: number) => Promise<bigint>>(import.meta.url, 'double')
  coroutine(function* () {
    expectTypeOf(yield* pool.map(double, [1, 2])).toEqualTypeOf<bigint[]>()
  })
  // @ts-expect-error items of the wrong type
  pool.map(double, ['a'])
})

test('a portal knows its handlers', () => {
  const portal = createPortal({
    progress: (_done: number) => {},
    lookup: coroutine(function* lookup(key: string) {
      return key.length
    }),
    load: async () => ['a'],
  })
  expectTypeOf(portal.runCoroutineThreadsafe('lookup', 'a')).toEqualTypeOf<number>()
  expectTypeOf(portal.runCoroutineThreadsafe('load')).toEqualTypeOf<string[]>()
  // @ts-expect-error no such handler
  portal.callSoonThreadsafe('nothing')
  // @ts-expect-error an argument of the wrong type
  portal.callSoonThreadsafe('progress', '1')
  expectTypeOf(portal).toExtend<
    Portal<{ progress(done: number): void; lookup(key: string): Coroutine<number> }>
  >()
})
