import {
  asCompleted,
  asyncFor,
  type Coroutine,
  coroutine,
  createTask,
  type EventLoop,
  type Future,
  gather,
  race,
  shield,
  sleep,
  type Task,
  TaskGroup,
  type Timeout,
  taskGroup,
  timeout,
  timeoutAt,
  toThread,
  wait,
  waitFor,
} from '@acoro/core'
import { expectTypeOf, test } from 'vitest'

const text = coroutine(function* text() {
  return 'text'
})
const count = coroutine(function* count() {
  return 5
})
declare const task: Task<string>
declare const future: Future<number>
declare const loop: EventLoop

test('sleep gives its value', () => {
  expectTypeOf(sleep(1)).toEqualTypeOf<Coroutine<void>>()
  expectTypeOf(sleep(1, 'x')).toEqualTypeOf<Coroutine<string>>()
  // @ts-expect-error a delay is a number
  sleep('1')
  // @ts-expect-error and there has to be one
  sleep()
})

test('gather gives a tuple for arguments and for a tuple, an array for an array', () => {
  expectTypeOf(gather(text(), future, task)).toEqualTypeOf<Future<[string, number, string]>>()
  expectTypeOf(gather()).toEqualTypeOf<Future<[]>>()
  expectTypeOf(gather([text(), count()])).toEqualTypeOf<Future<[string, number]>>()
  expectTypeOf(gather([text(), count()], {})).toEqualTypeOf<Future<[string, number]>>()
  expectTypeOf(gather([task, future])).toEqualTypeOf<Future<[string, number]>>()
  expectTypeOf(gather(task)).toEqualTypeOf<Future<[string]>>()
  expectTypeOf(gather([1, 2].map(() => count()))).toEqualTypeOf<Future<number[]>>()
  expectTypeOf(gather(...[1, 2].map(() => count()))).toEqualTypeOf<Future<number[]>>()
  expectTypeOf(gather(new Set([task]))).toEqualTypeOf<Future<string[]>>()
  function* main() {
    const [a, b] = yield* gather(text(), count())
    expectTypeOf(a).toBeString()
    expectTypeOf(b).toBeNumber()
  }
  void main
  // @ts-expect-error a promise is no awaitable
  gather(text(), Promise.resolve(1))
  // @ts-expect-error a function has to be called
  gather(text)
})

test('gather with returnExceptions promises nothing about the results', () => {
  expectTypeOf(gather([text(), count()], { returnExceptions: true })).toEqualTypeOf<
    Future<[unknown, unknown]>
  >()
})

test('wait gives two sets of what it was given', () => {
  expectTypeOf(wait([task])).toEqualTypeOf<Coroutine<[done: Set<Task<string>>, pending: Set<Task<string>>]>>()
  expectTypeOf(wait(new Set([task, future]), { timeout: 5, returnWhen: 'FIRST_EXCEPTION' })).toEqualTypeOf<
    Coroutine<[done: Set<Task<string> | Future<number>>, pending: Set<Task<string> | Future<number>>]>
  >()
  // @ts-expect-error coroutines have to be made tasks
  wait([text()])
  // @ts-expect-error there is no such time to return
  wait([task], { returnWhen: 'FIRST' })
  // @ts-expect-error one future is no list
  wait(task)
})

test('waitFor, shield and asCompleted pass the type on', () => {
  expectTypeOf(waitFor(text(), 5)).toEqualTypeOf<Coroutine<string>>()
  expectTypeOf(waitFor(future, null)).toEqualTypeOf<Coroutine<number>>()
  // @ts-expect-error the time is missing
  waitFor(text())
  // @ts-expect-error a function has to be called
  waitFor(text, 5)
  expectTypeOf(shield(text())).toEqualTypeOf<Future<string>>()
  // @ts-expect-error a promise cannot be shielded
  shield(Promise.resolve())
  for (const next of asCompleted([text(), text()])) expectTypeOf(next).toEqualTypeOf<Coroutine<string>>()
  asyncFor(asCompleted([task]), function* (done) {
    expectTypeOf(done).toEqualTypeOf<Future<string>>()
  })
  // @ts-expect-error the timeout is a number
  asCompleted([task], { timeout: '5' })
})

test('race gives one of the results', () => {
  expectTypeOf(race([text(), count()])).toEqualTypeOf<Coroutine<string | number>>()
  expectTypeOf(race(new Set([task]))).toEqualTypeOf<Coroutine<string>>()
  // @ts-expect-error numbers do not race
  race([1, 2])
})

test('a timeout gives what its body gives, and the body gets the scope', () => {
  expectTypeOf(timeout(5, text())).toEqualTypeOf<Coroutine<string>>()
  expectTypeOf(
    timeout(5, function* (scope) {
      expectTypeOf(scope).toEqualTypeOf<Timeout>()
      return yield* count()
    }),
  ).toEqualTypeOf<Coroutine<number>>()
  expectTypeOf(timeoutAt(null, () => task)).toEqualTypeOf<Coroutine<string>>()
  // @ts-expect-error an async function is no body
  timeout(5, async () => 1)
  // @ts-expect-error the time is a number or null
  timeout(undefined, text())
})

test('a group gives what its body gives, and tasks of their own types', () => {
  expectTypeOf(
    taskGroup(function* (group) {
      expectTypeOf(group).toEqualTypeOf<TaskGroup>()
      const a = group.createTask(text(), { name: 'a' })
      const b = group.createTask(count())
      expectTypeOf(a).toEqualTypeOf<Task<string>>()
      return [yield* a, yield* b] as const
    }),
  ).toEqualTypeOf<Coroutine<readonly [string, number]>>()
  // @ts-expect-error a future is no coroutine
  new TaskGroup().createTask(future)
  // @ts-expect-error a group has no such method
  new TaskGroup().spawn(text())
})

test('executors give what the function gives, promises unwrapped', () => {
  const parse = (json: string, depth?: number) => JSON.parse(json).slice(depth) as string[]
  expectTypeOf(loop.runInExecutor(null, parse, '[]')).toEqualTypeOf<Future<string[]>>()
  expectTypeOf(toThread(async (n: number) => n, 5)).toEqualTypeOf<Coroutine<number>>()
  // @ts-expect-error an argument of another type
  toThread(parse, 5)
  // @ts-expect-error a coroutine object is no function
  toThread(text())
})

test('the loop makes futures and tasks of their types', () => {
  expectTypeOf(loop.createTask(text())).toEqualTypeOf<Task<string>>()
  expectTypeOf(loop.createFuture<Date>()).toEqualTypeOf<Future<Date>>()
  expectTypeOf(createTask(sleep(1, 'x'))).toEqualTypeOf<Task<string>>()
  // @ts-expect-error a future is no coroutine
  loop.createTask(future)
})
