import { exec, execFile } from 'node:child_process'
import { type LookupAddress, lookup, type MxRecord, resolve } from 'node:dns'
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs'
import {
  asyncify,
  cancelOnAbort,
  coroutinify,
  type EventStream,
  fromAsync,
  fromAsyncIterable,
  fromCallback,
  fromReadableStream,
  type Io,
  type IterableSource,
  on,
  once,
  promisified,
  type TimeoutSignal,
  taskSignal,
  timeoutSignal,
  toAsyncIterable,
  toReadableStream,
} from '@acoro/compat'
import {
  type AsyncGeneratorObject,
  asyncFor,
  type Coroutine,
  coroutine,
  gather,
  run,
  sleep,
  type Task,
} from '@acoro/core'
import { expectTypeOf, test } from 'vitest'

interface Overloaded {
  (key: string): Coroutine<string>
  (key: number): Coroutine<number>
}

test('asyncify keeps parameters, this, overloads and type parameters', () => {
  const load = coroutine(function* load(this: Date, id: number, deep?: boolean) {
    yield* sleep(1)
    return { id, deep }
  })
  expectTypeOf(asyncify(load)).toEqualTypeOf<
    (this: Date, id: number, deep?: boolean) => Promise<{ id: number; deep: boolean | undefined }>
  >()
  const overloaded = asyncify({} as Overloaded)
  expectTypeOf(overloaded('a')).toEqualTypeOf<Promise<string>>()
  expectTypeOf(overloaded(1)).toEqualTypeOf<Promise<number>>()
  const generic = asyncify(<T>(value: T): Coroutine<T[]> => sleep(1, [value]))
  expectTypeOf(generic(1)).toEqualTypeOf<Promise<number[]>>()
  expectTypeOf(generic('a')).toEqualTypeOf<Promise<string[]>>()
  const inline = asyncify(function* (n: number) {
    yield* sleep(1)
    return String(n)
  })
  expectTypeOf(inline).toEqualTypeOf<(this: unknown, n: number) => Promise<string>>()
  // @ts-expect-error neither overload takes a boolean
  overloaded(true)
  // @ts-expect-error gives no awaitable
  asyncify(() => 5)
  // @ts-expect-error a coroutine is started with toPromise
  asyncify(sleep(1))
})

test('coroutinify keeps parameters, this, overloads and type parameters', () => {
  async function load(this: Date, id: number) {
    return `${id}`
  }
  expectTypeOf(coroutinify(load)).toEqualTypeOf<(this: Date, id: number) => Coroutine<string>>()
  const generic = coroutinify(async <T>(value: T) => [value])
  expectTypeOf(generic(1)).toEqualTypeOf<Coroutine<number[]>>()
  interface OverloadedAsync {
    (key: string): Promise<string>
    (key: number): Promise<number>
  }
  const overloaded = coroutinify({} as OverloadedAsync)
  expectTypeOf(overloaded('a')).toEqualTypeOf<Coroutine<string>>()
  expectTypeOf(overloaded(1)).toEqualTypeOf<Coroutine<number>>()
  // @ts-expect-error gives no promise
  coroutinify(() => 5)
})

test('fromAsync gives what the function gives, and io what is waited for', () => {
  const work = fromAsync(async (io) => {
    expectTypeOf(io).toEqualTypeOf<Io>()
    expectTypeOf(io(sleep(1, 'text'))).toEqualTypeOf<Promise<string>>()
    expectTypeOf(io(Promise.resolve(1))).toEqualTypeOf<Promise<number>>()
    expectTypeOf(io(() => gather(sleep(1, 'a'), sleep(1, 2)))).toEqualTypeOf<Promise<[string, number]>>()
    expectTypeOf(io.signal).toEqualTypeOf<AbortSignal>()
    // @ts-expect-error a number cannot be waited for
    await io(5)
    return 42
  })
  expectTypeOf(work).toEqualTypeOf<Coroutine<number>>()
  // @ts-expect-error no async function
  fromAsync(() => 5)
})

test('signals', () => {
  expectTypeOf(taskSignal()).toEqualTypeOf<AbortSignal>()
  expectTypeOf(timeoutSignal(1)).toEqualTypeOf<TimeoutSignal>()
  expectTypeOf(cancelOnAbort({} as Task<number>, taskSignal())).toEqualTypeOf<Disposable>()
  // @ts-expect-error a controller is no signal
  cancelOnAbort({} as Task<number>, new AbortController())
})

test('callbacks', () => {
  expectTypeOf(fromCallback<string>((resolve) => resolve('a'))).toEqualTypeOf<Coroutine<string>>()
  // @ts-expect-error a timer is no clean-up
  fromCallback<void>((resolve) => setTimeout(resolve, 1))
  const add = (a: number, b: number, done: (error: Error | null, sum: number) => void) => done(null, a + b)
  expectTypeOf(promisified(add)(1, 2)).toEqualTypeOf<Coroutine<number>>()
  expectTypeOf(promisified(readFile)('a', 'utf8')).toEqualTypeOf<Coroutine<string>>()
  expectTypeOf(promisified(exec)('true')).toExtend<Coroutine<{ stdout: string; stderr: string }>>()
  expectTypeOf(promisified(execFile)('a', ['b'])).toExtend<Coroutine<{ stdout: string; stderr: string }>>()
  expectTypeOf(promisified(execFile)('a')).toExtend<Coroutine<{ stdout: string; stderr: string }>>()
  expectTypeOf(promisified(execFile)('a', ['b'], { encoding: 'buffer' })).toExtend<
    Coroutine<{ stdout: Buffer }>
  >()
  expectTypeOf(promisified(lookup)('localhost')).toEqualTypeOf<Coroutine<LookupAddress>>()
  expectTypeOf(promisified(lookup)('localhost', { all: true })).toEqualTypeOf<Coroutine<LookupAddress[]>>()
  expectTypeOf(promisified(resolve)('localhost', 'MX')).toEqualTypeOf<Coroutine<MxRecord[]>>()
  // @ts-expect-error two numbers are wanted
  promisified(add)(1)
})

test('events', () => {
  const emitter = new EventEmitter()
  expectTypeOf(once<[number, string]>(emitter, 'data')).toEqualTypeOf<Coroutine<[number, string]>>()
  expectTypeOf(once(new EventTarget(), 'ready')).toEqualTypeOf<Coroutine<[Event]>>()
  expectTypeOf(on<[number]>(emitter, 'data')).toEqualTypeOf<EventStream<[number]>>()
  expectTypeOf(on(new EventTarget(), 'ready')).toEqualTypeOf<EventStream<[Event]>>()
  // @ts-expect-error emits nothing
  once({}, 'data')
  // @ts-expect-error there is no such overflow
  on(emitter, 'data', { overflow: 'block' })
})

test('iterables and streams', () => {
  const source = {} as AsyncGeneratorObject<number>
  expectTypeOf(toAsyncIterable(source)).toEqualTypeOf<AsyncIterableIterator<number>>()
  expectTypeOf(toReadableStream(source)).toEqualTypeOf<ReadableStream<number>>()
  expectTypeOf(fromAsyncIterable({} as AsyncIterable<string>)).toEqualTypeOf<IterableSource<string>>()
  expectTypeOf(fromReadableStream({} as ReadableStream<string>)).toEqualTypeOf<
    IterableSource<string, undefined>
  >()
  void run(function* main() {
    yield* asyncFor(fromAsyncIterable({} as AsyncIterable<string>), function* (text) {
      expectTypeOf(text).toEqualTypeOf<string>()
    })
    yield* asyncFor(on<[number]>({} as EventEmitter, 'data'), function* ([n]) {
      expectTypeOf(n).toEqualTypeOf<number>()
    })
  })
  // @ts-expect-error an array is gone through with for … of
  fromAsyncIterable([1])
})
