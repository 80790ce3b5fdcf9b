import {
  type Awaitable,
  type AwaitedOf,
  type CancelledError,
  type Coroutine,
  type CoroutineLike,
  coroutine,
  createTask,
  EventLoop,
  ensureFuture,
  Future,
  isAwaitable,
  isCancelledError,
  isCoroutine,
  isFuture,
  Runner,
  run,
  runMain,
  type Suspension,
  sleep,
  type Task,
} from '@acoro/core'
import { expectTypeOf, test } from 'vitest'

const work = coroutine(function* work(name: string, ms: number) {
  yield* sleep(ms)
  return { name, ms }
})

test('coroutine keeps parameters and result, and infers through yield*', () => {
  expectTypeOf(work).parameters.toEqualTypeOf<[name: string, ms: number]>()
  expectTypeOf(work('a', 1)).toEqualTypeOf<Coroutine<{ name: string; ms: number }>>()
  const outer = coroutine(function* outer() {
    const { name } = yield* work('a', 1)
    expectTypeOf(name).toBeString()
    yield
    return [name, yield* sleep(1, 5)] as const
  })
  expectTypeOf(outer()).toEqualTypeOf<Coroutine<readonly [string, number]>>()
  // @ts-expect-error an argument is missing
  work('a')
  // @ts-expect-error ms is a number
  work('a', '1')
})

test('coroutine keeps optional and rest parameters, and generics', () => {
  const optional = coroutine(function* optional(a: number, b?: string, ...rest: boolean[]) {
    return [a, b, rest] as const
  })
  expectTypeOf(optional).parameters.toEqualTypeOf<[a: number, b?: string | undefined, ...rest: boolean[]]>()
  optional(1)
  optional(1, 'b', true, false)
  // @ts-expect-error a rest argument is a boolean
  optional(1, 'b', 2)

  const identity = coroutine(function* identity<T>(value: T) {
    return value
  })
  expectTypeOf(identity<'x'>('x')).toEqualTypeOf<Coroutine<'x'>>()
})

test('coroutine keeps this, also as a decorator', () => {
  class Counter {
    count = 0
    add = coroutine(function* add(this: Counter, by: number) {
      this.count += by
      return this.count
    })
    @coroutine
    *decorated(by: number): Generator<Suspension, number, unknown> {
      return this.count + by
    }
  }
  const counter = new Counter()
  expectTypeOf(counter.add(2)).toEqualTypeOf<Coroutine<number>>()
  expectTypeOf(counter.decorated(2)).toExtend<CoroutineLike<number>>()
  const { add } = counter
  // @ts-expect-error it needs its Counter
  add(2)
})

test('coroutine refuses what is no generator function', () => {
  // @ts-expect-error an async function
  coroutine(async () => 1)
  // @ts-expect-error a plain function
  coroutine(() => 1)
  // @ts-expect-error a generator object
  coroutine(work('a', 1))
  // @ts-expect-error yields something that is no suspension
  coroutine(function* () {
    yield 5
  })
})

test('yield without its star does not compile where the coroutine is used', () => {
  function* slip() {
    yield sleep(1)
  }
  function* futureSlip() {
    yield work('a', 1)
  }
  // @ts-expect-error yielded, not awaited
  createTask(slip())
  // @ts-expect-error yielded, not awaited
  void run(slip)
  // @ts-expect-error yielded, not awaited
  void run(slip())
  // @ts-expect-error yielded, not awaited
  coroutine(slip)
  // @ts-expect-error yielded, not awaited
  createTask(futureSlip())
})

test('promises are not awaitable', () => {
  function* main() {
    // @ts-expect-error a promise is not iterable
    yield* Promise.resolve(1)
  }
  void main
  // @ts-expect-error a promise is no main
  void run(Promise.resolve(1))
  // @ts-expect-error nor what an async function gives
  void run(async () => 1)
  // @ts-expect-error a promise is no coroutine
  createTask(Promise.resolve(1))
  // @ts-expect-error a promise is no awaitable
  ensureFuture(Promise.resolve(1))
})

test('what a task is made of', () => {
  const task = createTask(work('a', 1), { name: 'a', eager: true })
  expectTypeOf(task).toEqualTypeOf<Task<{ name: string; ms: number }>>()
  expectTypeOf(
    createTask(
      (function* () {
        return yield* sleep(1, 'x')
      })(),
    ),
  ).toEqualTypeOf<Task<string>>()
  expectTypeOf(task.result()).toEqualTypeOf<{ name: string; ms: number }>()
  expectTypeOf(task.exception()).toBeUnknown()
  expectTypeOf(task.state).toEqualTypeOf<'pending' | 'running' | 'done' | 'cancelled'>()
  expectTypeOf(task.coro).toEqualTypeOf<Coroutine<{ name: string; ms: number }>>()
  // @ts-expect-error a future is awaited, it is no coroutine
  createTask(new Future<number>())
  // @ts-expect-error a task is no coroutine either
  createTask(task)
  // @ts-expect-error a function has to be called
  createTask(work)
  // @ts-expect-error the name is a string
  createTask(work('a', 1), { name: 5 })
  // @ts-expect-error there is no such option
  createTask(work('a', 1), { nam: 'a' })
})

test('a future has the type of its result', () => {
  const future = new EventLoop().createFuture<number>()
  expectTypeOf(future).toEqualTypeOf<Future<number>>()
  future.setResult(5)
  // @ts-expect-error the result is a number
  future.setResult('5')
  future.addDoneCallback((done) => expectTypeOf(done.result()).toBeNumber())
  expectTypeOf(future.then((value) => `${value}`)).toEqualTypeOf<Promise<string>>()
  expectTypeOf<Awaited<typeof future>>().toBeNumber()
  expectTypeOf(ensureFuture(future)).toEqualTypeOf<Future<number>>()
  expectTypeOf(ensureFuture(work('a', 1))).toEqualTypeOf<Future<{ name: string; ms: number }>>()
})

test('AwaitedOf and objects of one’s own', () => {
  class Own implements Awaitable<'own'> {
    *[Symbol.iterator](): Generator<Suspension, 'own', unknown> {
      yield* sleep(1)
      return 'own'
    }
  }
  expectTypeOf<AwaitedOf<Own>>().toEqualTypeOf<'own'>()
  expectTypeOf<AwaitedOf<Coroutine<1> | Future<2> | Task<3>>>().toEqualTypeOf<1 | 2 | 3>()
  expectTypeOf<AwaitedOf<Promise<1>>>().toBeNever()
  expectTypeOf(run(new Own())).toEqualTypeOf<Promise<'own'>>()
  expectTypeOf(ensureFuture(new Own())).toEqualTypeOf<Future<'own'>>()
})

test('run gives a promise of what main returns', () => {
  expectTypeOf(run(work('a', 1))).toEqualTypeOf<Promise<{ name: string; ms: number }>>()
  expectTypeOf(
    run(function* main() {
      return yield* sleep(1, 'x')
    }),
  ).toEqualTypeOf<Promise<string>>()
  expectTypeOf(run(function* main() {})).toEqualTypeOf<Promise<void>>()
  expectTypeOf(new Runner().run(() => work('a', 1))).toEqualTypeOf<Promise<{ name: string; ms: number }>>()
  expectTypeOf(runMain(work('a', 1))).toEqualTypeOf<Promise<void>>()
  expectTypeOf(new EventLoop().runUntilComplete(sleep(1, 5))).toEqualTypeOf<Promise<number>>()
  // @ts-expect-error main takes no arguments
  void run(work)
  // @ts-expect-error there is no such option
  void run(work('a', 1), { debugg: true })
})

test('guards narrow', () => {
  const value: unknown = undefined
  if (isFuture(value)) expectTypeOf(value).toEqualTypeOf<Future<unknown>>()
  if (isCoroutine(value)) expectTypeOf(value).toEqualTypeOf<CoroutineLike<unknown>>()
  if (isAwaitable(value)) expectTypeOf(value).toEqualTypeOf<Awaitable<unknown>>()
  if (isCancelledError(value)) expectTypeOf(value).toEqualTypeOf<CancelledError>()
})

test('callbacks are given exactly what they take', () => {
  const loop = new EventLoop()
  loop.callSoon((name: string, times: number) => name.repeat(times), 'a', 2)
  // @ts-expect-error an argument is missing
  loop.callSoon((name: string, times: number) => name.repeat(times), 'a')
  // @ts-expect-error of another type
  loop.callLater(5, (name: string) => name, 5)
  // @ts-expect-error a delay is a number
  loop.callLater('5', () => {})
  // @ts-expect-error a Date is no time of the loop
  loop.callAt(new Date(), () => {})
  // @ts-expect-error a string is no function
  loop.callSoon('work')
})

test('a forgotten yield* does not compile where the result is used', async () => {
  const coro = work('a', 1)
  // @ts-expect-error TS1320: `then` is not that of a promise
  await coro
  // @ts-expect-error TS1058: nor may an async function return it
  const returning = async () => work('a', 1)
  void returning
  // @ts-expect-error the result says what to do, and has no such property
  const reading = async () => (await Promise.all([coro]))[0].ms
  void reading
  expectTypeOf<
    Awaited<typeof coro>
  >().toEqualTypeOf<'a coroutine is awaited by yield*, and made a promise by toPromise()'>()
  // @ts-expect-error it is no PromiseLike
  const promise: PromiseLike<unknown> = coro
  void promise
  // @ts-expect-error nobody calls it
  coro.then(() => {})
  // @ts-expect-error the name of the function is its functionName
  void coro.name
  // @ts-expect-error a member of a result
  void coro.length
  // @ts-expect-error a member of a result
  void coro.value
})

test('futures and tasks are promises all the same', () => {
  expectTypeOf<Awaited<Future<number>>>().toEqualTypeOf<number>()
  expectTypeOf<Awaited<Task<string>>>().toEqualTypeOf<string>()
  expectTypeOf<Task<number>>().toExtend<PromiseLike<number>>()
})

test('each kind of awaitable has a brand that tools can read', () => {
  expectTypeOf<Coroutine<number>['~acoro']>().toEqualTypeOf<'coroutine'>()
  expectTypeOf<Future<number>['~acoro']>().toEqualTypeOf<'future' | 'task'>()
  expectTypeOf<Task<number>['~acoro']>().toEqualTypeOf<'task'>()
})

test('a list is no awaitable, even of tasks', () => {
  const task = {} as Task<number>
  // @ts-expect-error a list of tasks
  void run([task])
  // @ts-expect-error a set of tasks
  void run(new Set([task]))
  // @ts-expect-error a list of coroutines
  void run([work('a', 1)])
  // @ts-expect-error a text
  void run('text')
  // @ts-expect-error a list of tasks
  ensureFuture([task])
})

test('a default needs the type of its parameter, and recursion that of the constant', () => {
  const waiting = coroutine(function* waiting(ms: number = 10) {
    yield* sleep(ms)
    return ms
  })
  expectTypeOf(waiting).parameters.toEqualTypeOf<[ms?: number | undefined]>()
  expectTypeOf(waiting()).toEqualTypeOf<Coroutine<number>>()
  const factorial: (n: number) => Coroutine<number> = coroutine(function* (n: number) {
    return n < 2 ? 1 : n * (yield* factorial(n - 1))
  })
  expectTypeOf(factorial(3)).toEqualTypeOf<Coroutine<number>>()
})
