/** The types of jobs: what `defineJobs` takes and returns. */

import type { AsyncSource, Awaitable } from '@acoro/core'

/**
 * A job, named by `defineJobs`. Pass it to an executor. If it is called, it runs here: a program without
 * Redis works with the same jobs on any executor that takes functions.
 */
export interface JobFunction<A extends unknown[], R> {
  (...args: A): R | PromiseLike<R>
  readonly name: string
}

export interface JobOptions {
  /** The longest run of the function, in ms; after it, TimeoutError is thrown in it. */
  timeout?: number | undefined
  /** How often the function is called if it fails; 1 by default. Deaths of workers are counted apart. */
  attempts?: number | undefined
  /** How long to wait before each further attempt, in ms: a number, or one for each, such as a Schedule. */
  delays?: number | Iterable<number> | undefined
}

/** A function that can be a job. */
// biome-ignore lint/suspicious/noExplicitAny: a job takes any arguments.
export type AnyFunction = (...args: any[]) => unknown

/** A function with the options of its job: see `job`. */
export interface JobDefinition<F extends AnyFunction = AnyFunction> {
  readonly run: F
  readonly options: JobOptions
}

/** What a job returns to the caller: the value of a coroutine or of a promise. */
export type JobResult<T> =
  T extends PromiseLike<infer P> ? Awaited<P> : T extends Awaitable<infer V> & { next: unknown } ? V : T

/** What a job returns that is called by `executor.stream`: an async generator of core, or a native one. */
export type Streamed = AsyncSource<unknown> | AsyncIterable<unknown>

/** The items of a stream. */
export type ItemOf<R> = R extends AsyncSource<infer T> ? T : R extends AsyncIterable<infer T> ? T : never

type FunctionOf<D> = D extends JobDefinition<infer F> ? F : D extends AnyFunction ? D : never

/** What `defineJobs` takes: functions by name. */
export type JobTable = Readonly<Record<string, AnyFunction | JobDefinition>>

/** What `defineJobs` returns: each function as a job. */
export type Jobs<D extends JobTable> = {
  readonly [N in keyof D]: JobFunction<Parameters<FunctionOf<D[N]>>, JobResult<ReturnType<FunctionOf<D[N]>>>>
}
