// Promises

export { type Asyncified, type AsyncifyOptions, asyncify, type Promising } from './asyncify.ts'
export * as asyncio from './asyncio.ts'
export { type Co, co } from './co.ts'
export { type Coroutinified, coroutinify, type Suspending } from './coroutinify.ts'
export type { EmitterLike, EventName, TargetLike } from './emitter.ts'
export { fromAsync, type Io, type Waitable } from './from-async.ts'
// Async iterables and streams
export {
  type FromAsyncIterableOptions,
  fromAsyncIterable,
  IterableSource,
  type IteratorLike,
} from './from-async-iterable.ts'
// Callbacks and events
export { fromCallback, type Register } from './from-callback.ts'
export { fromPromise, type PromiseStarter } from './from-promise.ts'
// Generators of the older kind
export { legacy, type YieldingGenerator } from './legacy.ts'
export { EventStream, type OnOptions, type Overflow, on } from './on.ts'
export { once } from './once.ts'
export { type NodeCallback, type Promisifiable, promisified } from './promisified.ts'
export { fromReadableStream, type ToReadableStreamOptions, toReadableStream } from './readable-stream.ts'
// AbortSignals
export { cancelOnAbort, taskSignal } from './task-signal.ts'
export { type TimeoutSignal, timeoutSignal } from './timeout-signal.ts'
export { type ToAsyncIterableOptions, toAsyncIterable } from './to-async-iterable.ts'
export { type ToPromiseOptions, toPromise } from './to-promise.ts'
