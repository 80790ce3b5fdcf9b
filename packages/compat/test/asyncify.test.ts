import { asyncify, coroutinify, fromPromise } from '@acoro/compat'
import { type Coroutine, coroutine, getRunningLoop, newEventLoop, run, sleep } from '@acoro/core'
import { expect, test } from 'vitest'
import { runProgram } from './support.ts'

const double = coroutine(function* double(n: number) {
  yield* sleep(0)
  return n * 2
})

test('it can be called where no loop runs, and again while a call is under way', async () => {
  const call = asyncify(double)
  expect(await Promise.all([call(1), call(2), Promise.resolve().then(() => call(3))])).toEqual([2, 4, 6])
})

test('all calls from outside share one loop in the background', async () => {
  const loopOf = asyncify(function* () {
    return getRunningLoop()
  })
  const first = await loopOf()
  expect(await loopOf()).toBe(first)
})

test('inside a running loop it runs on that one', async () => {
  const loopOf = asyncify(function* () {
    return getRunningLoop()
  })
  await run(function* main() {
    expect(yield* fromPromise(loopOf())).toBe(getRunningLoop())
  })
})

test('it runs up to its first wait inside the call, as an async function does', async () => {
  const log: string[] = []
  const work = asyncify(function* (name: string) {
    log.push(`${name} begins`)
    yield* sleep(0)
    log.push(`${name} ends`)
  })
  const first = work('first')
  log.push('called')
  await first
  await run(function* main() {
    const second = work('second')
    log.push('called again')
    yield* fromPromise(second)
  })
  expect(log).toEqual([
    'first begins',
    'called',
    'first ends',
    'second begins',
    'called again',
    'second ends',
  ])
})

test('what needs no wait is there at once, as a promise', async () => {
  const settled = asyncify(function* (n: number) {
    if (n < 0) throw new RangeError('negative')
    return n
  })
  expect(await settled(1)).toBe(1)
  await expect(settled(-1)).rejects.toThrow('negative')
})

test('a loop that is named is used', async () => {
  const loop = newEventLoop()
  const promise = asyncify(double, { loop })(4)
  void loop.runForever()
  expect(await promise).toBe(8)
  loop.stop()
})

test('this and the arguments are passed on; name and length are kept', async () => {
  class Counter {
    count = 40
    add = asyncify(function* add(this: Counter, n: number) {
      yield* sleep(0)
      return this.count + n
    })
  }
  const counter = new Counter()
  expect(await counter.add(2)).toBe(42)
  expect([counter.add.name, counter.add.length]).toEqual(['add', 1])
})

test('what the function throws at its call is a rejection, as with an async function', async () => {
  const thrower = asyncify((): Coroutine<void> => {
    throw new RangeError('at the call')
  })
  await expect(thrower()).rejects.toThrow(new RangeError('at the call'))
})

test('what gives nothing awaitable is told so', async () => {
  const plain = asyncify((() => 5) as never) as () => Promise<unknown>
  await expect(plain()).rejects.toThrow('Expected a function to return a coroutine, got the number 5')
  expect(() => asyncify(double(1) as never)).toThrow(
    'Expected a coroutine function, got a Coroutine: start it with toPromise()',
  )
  expect(() => asyncify(undefined as never)).toThrow('Expected a coroutine function, got undefined')
  expect(() => asyncify(double, { loop: 'here' as never })).toThrow(
    'Expected an event loop, got the string "here"',
  )
})

test('the background loop keeps no process alive', async () => {
  const printed = await runProgram(new URL('./background-program.ts', import.meta.url))
  expect(printed).toBe('first call\nsecond call\n')
})

test('coroutinify calls the async function when its coroutine is awaited', async () => {
  const log: string[] = []
  const load = coroutinify(async function load(this: { base: string }, path: string) {
    log.push('called')
    return this.base + path
  })
  const coro = load.call({ base: 'top' }, '/a')
  log.push('made')
  expect(await run(coro)).toBe('top/a')
  expect(log).toEqual(['made', 'called'])
  expect([load.name, load.length, coro.name]).toEqual(['load', 1, 'load'])
})

test('coroutinify refuses what is no function, and what gives no promise', async () => {
  expect(() => coroutinify(Promise.resolve() as never)).toThrow('Expected an async function, got a Promise')
  const plain = coroutinify((() => 5) as never) as () => Coroutine<unknown>
  await expect(run(plain())).rejects.toThrow('Expected a function to return a promise, got the number 5')
})

test('there and back again', async () => {
  const again = asyncify(coroutinify(asyncify(double)))
  expect(await again(21)).toBe(42)
})
