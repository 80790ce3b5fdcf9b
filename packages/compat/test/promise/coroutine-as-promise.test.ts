import { asyncify, co, fromAsync, fromPromise, toPromise } from '@acoro/compat'
import { coroutine, run, sleep } from '@acoro/core'
import { describe, expect, test } from 'vitest'

const load = coroutine(function* load(n: number) {
  yield* sleep(0)
  return n
})

// The compiler refuses each of these; JavaScript does not.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any

const says =
  "Cannot await coroutine 'load': yield* it, or make a promise of it by toPromise() of @acoro/compat"

describe('a coroutine is no promise', () => {
  test('for fromPromise', () => {
    expect(() => fromPromise(load(1) as Untyped)).toThrow(
      'Expected a promise, or a function that gives one, got a Coroutine: await a coroutine with `yield*`, it needs no fromPromise()',
    )
  })

  test('for a function that ought to return a promise', async () => {
    await expect(run(fromPromise((() => load(1)) as Untyped))).rejects.toThrow(
      'to return a promise, got a Coroutine',
    )
  })

  test('for io, which awaits it', async () => {
    expect(await run(fromAsync(async (io) => (await io(load(1))) + 1))).toBe(2)
  })

  test('as the result of an async function', async () => {
    // @ts-expect-error: the compiler says so, too.
    const wrong: Untyped = async () => load(1)
    await expect(run(fromAsync(wrong))).rejects.toThrow(says)
  })

  test('as the result of what became a promise', async () => {
    const wrong: Untyped = coroutine(function* wrong() {
      return load(1)
    })
    await expect(toPromise(wrong())).rejects.toThrow(says)
    await expect(asyncify(wrong)()).rejects.toThrow(says)
  })

  test('for co, which awaits those that are yielded', async () => {
    const yielding: Untyped = function* (): Generator<unknown, unknown, unknown> {
      return [yield load(1), yield [load(2), load(3)], yield { a: load(4) }]
    }
    expect(await co(yielding)).toEqual([1, [2, 3], { a: 4 }])
    expect(await co(load(5) as Untyped)).toBe(5)
  })
})
