import {
  AsyncExitStack,
  aclosing,
  asyncContextManager,
  asyncFor,
  asyncGenerator,
  asyncWith,
  coroutine,
  emit,
  GeneratorExit,
  provide,
  run,
  sleep,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'

const helper = coroutine(function* helper(n: number) {
  yield* sleep(1)
  return n * 10
})

describe('async generators', () => {
  test('wait and emit from nested coroutines, and take what is sent', async () => {
    const log: unknown[] = []
    const gen = asyncGenerator(function* gen() {
      const first = yield* helper(1)
      log.push(['sent', yield* emit(first)])
      log.push(['sent', yield* emit(yield* helper(2))])
      return 'end'
    })
    await run(function* main() {
      const g = gen()
      log.push(yield* g.anext())
      log.push(yield* g.asend('x'))
      log.push(yield* g.asend('y'))
      log.push(yield* g.anext())
    })
    expect(log).toEqual([
      { done: false, value: 10 },
      ['sent', 'x'],
      { done: false, value: 20 },
      ['sent', 'y'],
      { done: true, value: 'end' },
      { done: true, value: undefined },
    ])
  })

  test('closing runs finally blocks that wait, at any depth', async () => {
    const log: string[] = []
    function* plain() {
      try {
        yield* emit(1)
      } finally {
        yield* sleep(1)
        log.push('inner finally')
      }
    }
    const gen = asyncGenerator(function* gen() {
      try {
        yield* plain()
        log.push('never')
      } finally {
        yield* helper(1)
        log.push('outer finally')
      }
    })
    await run(function* main() {
      yield* asyncFor(gen(), function* () {
        return false
      })
      log.push('closed')
    })
    expect(log).toEqual(['inner finally', 'outer finally', 'closed'])
  })

  test('one left open is closed by run', async () => {
    const log: string[] = []
    const gen = asyncGenerator(function* gen() {
      try {
        yield* emit(1)
      } finally {
        log.push('closed')
      }
    })
    await run(function* main() {
      yield* gen().anext()
    })
    expect(log).toEqual(['closed'])
  })

  test('GeneratorExit that is ignored is a RuntimeError', async () => {
    const gen = asyncGenerator(function* gen() {
      for (;;) {
        try {
          yield* emit(1)
        } catch (error) {
          expect(error).toBeInstanceOf(GeneratorExit)
        }
      }
    })
    await expect(
      run(function* main() {
        const g = gen()
        yield* g.anext()
        yield* g.aclose()
      }),
    ).rejects.toThrow('<async generator gen>: async generator ignored GeneratorExit')
  })
})

describe('resources', () => {
  const named = (log: string[]) =>
    asyncContextManager(function* named(name: string) {
      log.push(`enter ${name}`)
      try {
        yield* provide(name)
      } catch (error) {
        log.push(`${name} saw ${(error as Error).message}`)
        throw error
      } finally {
        yield* sleep(1)
        log.push(`exit ${name}`)
      }
    })

  test('asyncWith enters, leaves and passes errors', async () => {
    const log: string[] = []
    const manager = named(log)
    await expect(
      run(function* main() {
        yield* asyncWith(manager('a'), function* (name) {
          throw new Error(`in ${name}`)
        })
      }),
    ).rejects.toThrow('in a')
    expect(log).toEqual(['enter a', 'a saw in a', 'exit a'])
  })

  test('an exit stack leaves in reverse order and lets an exit swallow', async () => {
    const log: string[] = []
    const manager = named(log)
    await run(function* main() {
      yield* asyncWith(new AsyncExitStack(), function* (stack) {
        stack.pushAsyncExit(function* (error) {
          log.push(`swallow ${(error as Error).message}`)
          return true
        })
        yield* stack.enterAsyncContext(manager('a'))
        yield* stack.enterAsyncContext(manager('b'))
        stack.callback(() => log.push('callback'))
        throw new Error('x')
      })
    })
    expect(log).toEqual([
      'enter a',
      'enter b',
      'callback',
      'b saw x',
      'exit b',
      'a saw x',
      'exit a',
      'swallow x',
    ])
  })

  test('aclosing closes at the end', async () => {
    const log: string[] = []
    await run(function* main() {
      const thing = {
        *aclose() {
          log.push('closed')
        },
      }
      yield* asyncWith(aclosing(thing), function* () {
        log.push('body')
      })
    })
    expect(log).toEqual(['body', 'closed'])
  })
})

test('an async generator has the this it is called with', async () => {
  class Shop {
    items = ['a', 'b']
    each = asyncGenerator(function* each(this: Shop, mark: string) {
      for (const item of this.items) yield* emit(item + mark)
    })
  }
  const shop = new Shop()
  const seen: string[] = []
  await run(
    asyncFor(shop.each('!'), function* (item) {
      seen.push(item)
    }),
  )
  expect(seen).toEqual(['a!', 'b!'])
})
