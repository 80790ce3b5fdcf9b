import { fromPromise, type PromiseStarter, type ToPromiseOptions, toPromise } from '@acoro/compat'
import { type Coroutine, coroutine, type Future, gather, sleep, type Task } from '@acoro/core'
import { expectTypeOf, test } from 'vitest'

test('fromPromise gives what the promise gives', () => {
  expectTypeOf(fromPromise(Promise.resolve(1))).toEqualTypeOf<Coroutine<number>>()
  expectTypeOf(fromPromise(async () => 'text')).toEqualTypeOf<Coroutine<string>>()
  expectTypeOf(fromPromise((signal) => fetch('/', { signal }))).toEqualTypeOf<Coroutine<Response>>()
  expectTypeOf<PromiseStarter<void>>().parameter(0).toEqualTypeOf<AbortSignal>()
  // @ts-expect-error a number is no promise
  fromPromise(5)
  // @ts-expect-error a function that gives no promise
  fromPromise(() => 5)
})

test('its type comes out of gather and yield*', () => {
  const both = function* () {
    return yield* gather(fromPromise(Promise.resolve(1)), sleep(1, 'text'))
  }
  expectTypeOf(both).returns.toExtend<Generator<unknown, [number, string], unknown>>()
})

test('toPromise gives what the awaitable gives', () => {
  const work = coroutine(function* work(name: string) {
    yield* sleep(1)
    return { name }
  })
  expectTypeOf(toPromise(work('a'))).toEqualTypeOf<Promise<{ name: string }>>()
  expectTypeOf(toPromise({} as Task<number>)).toEqualTypeOf<Promise<number>>()
  expectTypeOf(toPromise({} as Future<void>)).toEqualTypeOf<Promise<void>>()
  expectTypeOf<ToPromiseOptions['signal']>().toEqualTypeOf<AbortSignal | undefined>()
  // @ts-expect-error a coroutine function has to be called
  toPromise(work)
  // @ts-expect-error a promise is one already
  toPromise(Promise.resolve(1))
})
