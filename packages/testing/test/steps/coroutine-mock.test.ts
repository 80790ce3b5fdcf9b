import { run, sleep } from '@acoro/core'
import { assertNoBlocking, awaitMatchers, BlockingError, coroutineMock, VirtualLoop } from '@acoro/testing'
import { describe, expect, it } from 'vitest'

expect.extend(awaitMatchers as never)

interface Awaited {
  toHaveBeenAwaited(): void
  toHaveBeenAwaitedTimes(times: number): void
  toHaveBeenAwaitedWith(...args: unknown[]): void
  readonly not: Awaited
}
const expectMock = (mock: unknown) => expect(mock) as unknown as Awaited

describe('coroutineMock', () => {
  it('tells what was called from what was awaited', async () => {
    const send = coroutineMock((to: string, text: string) => `${to}: ${text}`)
    await run(function* () {
      expect(yield* send('ada', 'hello')).toBe('ada: hello')
      send('bob', 'forgotten').close()
    })
    expect([send.calls.length, send.awaits]).toEqual([2, [['ada', 'hello']]])
    expectMock(send).toHaveBeenAwaited()
    expectMock(send).toHaveBeenAwaitedTimes(1)
    expectMock(send).toHaveBeenAwaitedWith('ada', expect.any(String))
    expectMock(send).not.toHaveBeenAwaitedWith('bob', 'forgotten')
    expect(() => expectMock(send).toHaveBeenAwaitedWith('bob', 'forgotten')).toThrow(
      'Expected the coroutine to have been awaited with (the string "bob", the string "forgotten"). It was called 2 ' +
        'times and awaited 1 times, with (the string "ada", the string "hello"): a call without yield* does nothing',
    )
    expect(() => expectMock(send).not.toHaveBeenAwaited()).toThrow(
      /^Expected the coroutine not to have been awaited/,
    )
    send.reset()
    expectMock(send).not.toHaveBeenAwaited()
  })

  it('takes a coroutine as its body, throws what that throws, and returns lists as they are', async () => {
    const slow = coroutineMock(function* (n: number) {
      yield* sleep(1)
      if (n < 0) throw new RangeError('below 0')
      return n
    })
    expect(new VirtualLoop().runSync(slow(5))).toBe(5)
    await expect(run(slow(-1))).rejects.toThrow(new RangeError('below 0'))
    expect(await run(coroutineMock(() => [1, 2])())).toEqual([1, 2])
    expect(await run(coroutineMock()())).toBe(undefined)
  })

  it('refuses what is no function, and matchers what is no mock', () => {
    expect(() => coroutineMock(5 as never)).toThrow(
      'Expected the body of a mock, a function, got the number 5',
    )
    expect(() => expectMock(() => {}).toHaveBeenAwaited()).toThrow(
      'Expected what coroutineMock() returns, got a function',
    )
  })
})

const keepThread = (ms: number) => {
  for (const end = performance.now() + ms; performance.now() < end; );
}

describe('assertNoBlocking', () => {
  it.each([
    ['first', 0],
    ['last', 1],
  ])('finds a step that keeps the thread, the %s one, too', (_which, before) => {
    const body = function* body() {
      for (let n = 0; n < before; n++) yield* sleep(1)
      keepThread(25)
    }
    const loop = new VirtualLoop()
    expect(() => loop.runSync(assertNoBlocking(20, body))).toThrow(BlockingError)
    expect(() => loop.runSync(assertNoBlocking(20, body))).toThrow(
      /^Expected no step to take longer than 20 ms, and 1 did: \d+ ms: <Task /,
    )
  })

  it('finds those of other tasks, and lets quick ones pass', () => {
    const loop = new VirtualLoop()
    loop.createTask(
      (function* () {
        yield* sleep(5)
        keepThread(25)
      })(),
      { name: 'greedy' },
    )
    expect(() => loop.runSync(assertNoBlocking(20, sleep(10)))).toThrow(/greedy/)
    expect(loop.runSync(assertNoBlocking(60_000, sleep(10, 'rested')))).toBe('rested')
    expect(() => assertNoBlocking(0, sleep(1))).toThrow(RangeError)
    expect(() => assertNoBlocking(10, 5 as never)).toThrow(
      'Expected a generator function (function*) or an awaitable, got the number 5',
    )
  })
})
