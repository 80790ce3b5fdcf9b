import {
  type AsyncContextManager,
  AsyncExitStack,
  type AsyncGeneratorObject,
  aclosing,
  asyncContextManager,
  asyncFor,
  asyncGenerator,
  asyncWith,
  Context,
  ContextVar,
  type Coroutine,
  copyContext,
  emit,
  provide,
  sleep,
  TaskGroup,
  Timeout,
  type Token,
} from '@acoro/core'
import { expectTypeOf, test } from 'vitest'

const connection = asyncContextManager(function* connection(url: string) {
  yield* sleep(1)
  yield* provide({ url })
})
const numbers = asyncGenerator(function* numbers(from: number) {
  yield* sleep(1)
  yield* emit(from)
  yield* emit(`${from}`)
  return true
})

test('asyncContextManager keeps the parameters, and what it provides', () => {
  expectTypeOf(connection).toEqualTypeOf<(url: string) => AsyncContextManager<{ url: string }>>()
  // @ts-expect-error the url is a string
  connection(5)
  // @ts-expect-error a yield of something that is neither awaited nor provided
  asyncContextManager(function* () {
    yield 5
  })
})

test('asyncWith gives its body the value, and gives what the body returns', () => {
  expectTypeOf(
    asyncWith(connection('x'), function* (handle) {
      expectTypeOf(handle).toEqualTypeOf<{ url: string }>()
      yield* sleep(1)
      return handle.url
    }),
  ).toEqualTypeOf<Coroutine<string>>()
  asyncWith(new TaskGroup(), function* (group) {
    expectTypeOf(group).toEqualTypeOf<TaskGroup>()
  })
  asyncWith(new Timeout(5), function* (scope) {
    expectTypeOf(scope).toEqualTypeOf<Timeout>()
  })
  // @ts-expect-error a string has neither aenter nor aexit
  asyncWith('x', function* () {})
  // @ts-expect-error an async function is no body
  asyncWith(connection('x'), async () => {})
  // @ts-expect-error a manager needs both
  asyncWith({ *aenter() {} }, function* () {})
})

test('an exit stack gives each manager’s value', () => {
  const stack = new AsyncExitStack()
  expectTypeOf(stack.enterAsyncContext(connection('x'))).toEqualTypeOf<Coroutine<{ url: string }>>()
  stack.pushAsyncCallback(function* (name: string) {
    yield* sleep(name.length)
  }, 'a')
  // @ts-expect-error the argument is missing
  stack.callback((name: string) => name)
  // @ts-expect-error a promise cannot be awaited at the end
  stack.pushAsyncCallback(async () => {})
  asyncWith(stack, function* (entered) {
    expectTypeOf(entered).toEqualTypeOf<AsyncExitStack>()
  })
  asyncWith(aclosing(numbers(1)), function* (generator) {
    expectTypeOf(generator).toEqualTypeOf<AsyncGeneratorObject<number | string, boolean>>()
  })
})

test('an async generator has the types of what it emits and returns', () => {
  expectTypeOf(numbers).parameters.toEqualTypeOf<[from: number]>()
  expectTypeOf(numbers(1)).toEqualTypeOf<AsyncGeneratorObject<number | string, boolean>>()
  expectTypeOf(numbers(1).anext()).toEqualTypeOf<Coroutine<IteratorResult<number | string, boolean>>>()
  expectTypeOf(numbers(1).asend('back')).toEqualTypeOf<Coroutine<IteratorResult<number | string, boolean>>>()
  expectTypeOf(numbers(1).athrow(new Error('in'))).toEqualTypeOf<
    Coroutine<IteratorResult<number | string, boolean>>
  >()
  expectTypeOf(numbers(1).aclose()).toEqualTypeOf<Coroutine<void>>()
  asyncFor(numbers(1), function* (item) {
    expectTypeOf(item).toEqualTypeOf<number | string>()
  })
  asyncGenerator(function* () {
    const sent = yield* emit<string, Date>('x')
    expectTypeOf(sent).toEqualTypeOf<Date>()
    expectTypeOf(yield* emit('x')).toBeUnknown()
  })
  // @ts-expect-error emitted without the star
  asyncGenerator(function* () {
    yield 5
  })
  // @ts-expect-error an array is no async source
  asyncFor([1, 2], function* () {})
  // @ts-expect-error an async function is no body
  asyncFor(numbers(1), async () => {})
  // @ts-expect-error emit has no place in a coroutine
  asyncWith(connection('x'), function* () {
    yield* emit(1)
  })
})

test('a context variable has the type of its value', () => {
  const name = new ContextVar<string>('name')
  expectTypeOf(name.get()).toBeString()
  expectTypeOf(name.set('x')).toEqualTypeOf<Token<string>>()
  expectTypeOf(new ContextVar('count', { default: 0 })).toEqualTypeOf<ContextVar<number>>()
  expectTypeOf(copyContext()).toEqualTypeOf<Context>()
  expectTypeOf(new Context().get(name)).toEqualTypeOf<string | undefined>()
  expectTypeOf(new Context().run((a: number) => `${a}`, 5)).toBeString()
  // @ts-expect-error the value is a string
  name.set(5)
  // @ts-expect-error so is what stands in for it
  name.get(5)
  // @ts-expect-error a token of another type
  name.reset(new ContextVar<Date>('when').set(new Date()))
  // @ts-expect-error an argument is missing
  new Context().run((a: number) => a)
})
