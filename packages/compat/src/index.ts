/// <reference path="../types/web.d.ts" preserve="true" />

// Promises

export { type Asyncified, type AsyncifyOptions, asyncify, type Promising } from './promise/asyncify.ts'
export { type Coroutinified, coroutinify, type Suspending } from './promise/coroutinify.ts'
export { fromAsync } from './promise/from-async.ts'
export { fromPromise, type PromiseStarter } from './promise/from-promise.ts'
export type { Io, Waitable } from './promise/io-scope.ts'
export { type ToPromiseOptions, toPromise } from './promise/to-promise.ts'

// AbortSignals

export { cancelOnAbort } from './abort/cancel-on-abort.ts'
export { taskSignal } from './abort/task-signal.ts'
export { type TimeoutSignal, timeoutSignal } from './abort/timeout-signal.ts'

// Callbacks and events

export { fromCallback } from './callback/from-callback.ts'
export { type NodeCallback, type Promisifiable, promisified } from './callback/promisified.ts'
export type { Register } from './callback/registration.ts'
export type { EmitterLike, EventName, TargetLike } from './event/emitter.ts'
export { EventStream, type OnOptions, type Overflow } from './event/event-stream.ts'
export { on } from './event/on.ts'
export { once } from './event/once.ts'

// Async iterables and streams

export { type FromAsyncIterableOptions, fromAsyncIterable } from './iterable/from-async-iterable.ts'
export { fromReadableStream } from './iterable/from-readable-stream.ts'
export { IterableSource, type IteratorLike } from './iterable/iterable-source.ts'
export { type ToAsyncIterableOptions, toAsyncIterable } from './iterable/to-async-iterable.ts'
export { type ToReadableStreamOptions, toReadableStream } from './iterable/to-readable-stream.ts'

// Generators of the older kind

export * as asyncio from './legacy/asyncio.ts'
export { type Co, co } from './legacy/co.ts'
export { legacy, type YieldingGenerator } from './legacy/legacy.ts'
