import { getRunningLoop, sleep } from '@acoro/core'
import {
  explore,
  injectCancelEverywhere,
  installGlobals,
  OrderError,
  VirtualLoop,
  virtual,
} from '@acoro/testing'
import { describe, expect, it } from 'vitest'

/** Values without a text, or that refuse to say what they are. */
const values: readonly [name: string, make: () => unknown][] = [
  ['undefined', () => undefined],
  ['an object without a prototype', () => Object.create(null)],
  [
    'a revoked Proxy',
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    },
  ],
  [
    'an error whose message throws',
    () =>
      Object.defineProperty(new Error(), 'message', {
        get() {
          throw new Error('never to be seen')
        },
      }),
  ],
  ['a symbol', () => Symbol('odd')],
]

const causeOf = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return (error as Error).cause
  }
  throw new Error('nothing was thrown')
}

describe.each(values)('%s that is thrown', (_name, make) => {
  it('is the cause of what explore() reports', () => {
    const value = make()
    const main = function* () {
      yield* sleep(0)
      throw value
    }
    let reported: unknown
    try {
      explore({ runs: 3 }, main)
    } catch (error) {
      reported = error
    }
    expect((reported as Error).constructor).toBe(OrderError)
    expect(Object.is((reported as Error).cause, value)).toBe(true)
  })

  it('by a callback is what explore() reports, too', () => {
    const value = make()
    const main = function* () {
      getRunningLoop().callSoon(() => {
        throw value
      })
      yield* sleep(1)
    }
    expect(Object.is((causeOf(() => explore({ runs: 3 }, main)) as Error).cause, value)).toBe(true)
  })

  it('is the cause of what injectCancelEverywhere() reports', () => {
    const value = make()
    const main = function* () {
      try {
        yield* sleep(1)
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: the program under test does just that
        if (value !== main) throw value
      }
    }
    let thrown: unknown = 'nothing'
    try {
      injectCancelEverywhere(main)
    } catch (error) {
      thrown = error
    }
    expect(Object.is(thrown, value)).toBe(true)
  })

  it('fails a virtual test, and no other error does', async () => {
    const value = make()
    const test = virtual(function* () {
      yield* sleep(1)
      throw value
    })
    const error = await test().then(
      () => 'it passed',
      (thrown: unknown) => thrown,
    )
    // An error is thrown as it is, any other value as the cause of one.
    expect(Object.is(error, value) || Object.is((error as Error).cause, value)).toBe(true)
  })

  it('by a task that nobody awaits fails a virtual test', async () => {
    const value = make()
    const test = virtual(function* (loop) {
      loop.createTask(
        (function* () {
          yield* sleep(0)
          throw value
        })(),
      )
      yield* sleep(10)
    })
    const error = await test().then(
      () => 'it passed',
      (thrown: unknown) => thrown,
    )
    expect(String((error as Error).message)).toMatch(/exception was never retrieved/)
    expect(Object.is((error as Error).cause, value)).toBe(true)
  })

  it('by a global timer ends the run, and the loop can be used again', () => {
    const value = make()
    using loop = new VirtualLoop()
    using _globals = installGlobals(loop)
    setTimeout(() => {
      throw value
    }, 5)
    let thrown: unknown = 'nothing'
    try {
      loop.runSync(sleep(10))
    } catch (error) {
      thrown = error
    }
    expect(Object.is(thrown, value) || Object.is((thrown as Error).cause, value)).toBe(true)
    expect(loop.runSync(sleep(10, 'used again'))).toBe('used again')
  })
})
