import { asyncio, co, legacy, type YieldingGenerator } from '@acoro/compat'
import type { Coroutine, Task } from '@acoro/core'
import { expectTypeOf, test } from 'vitest'

function* work(this: Date, n: number): Generator<unknown, string, never> {
  yield n
  return this.toISOString()
}

test('legacy and co keep parameters, this and result', () => {
  expectTypeOf(legacy(work)).toEqualTypeOf<(this: Date, n: number) => Coroutine<string>>()
  expectTypeOf(legacy((n: number) => Promise.resolve(n))).returns.toEqualTypeOf<Coroutine<number>>()
  expectTypeOf(
    co(function* (n: number) {
      yield n
      return n
    }, 1),
  ).toEqualTypeOf<Promise<number>>()
  expectTypeOf(co(work.call(new Date(), 1))).toEqualTypeOf<Promise<string>>()
  expectTypeOf(co.wrap(work).call(new Date(), 1)).toEqualTypeOf<Promise<string>>()
  expectTypeOf(co.wrap(work).__generatorFunction__).toEqualTypeOf<
    (this: Date, n: number) => YieldingGenerator<string>
  >()
  // @ts-expect-error a generator function is wrapped
  co.wrap(5)
})

test('the namespace asyncio has the types of what it stands for', () => {
  expectTypeOf(asyncio.sleep(1, 'a')).toEqualTypeOf<Coroutine<string>>()
  expectTypeOf(asyncio.create_task(asyncio.sleep(1, 2))).toEqualTypeOf<Task<number>>()
  expectTypeOf(asyncio.Task.allTasks()).toEqualTypeOf<Set<Task<unknown>>>()
  expectTypeOf(asyncio.FIRST_COMPLETED).toEqualTypeOf<'FIRST_COMPLETED'>()
})
