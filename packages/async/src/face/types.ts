/** The types of the face in promises, made from those of the objects behind it. */

import type { Awaitable } from '@acoro/core'

/** Objects that have a face wherever they come from: sources, what can be acquired, writers. */
type Waits =
  | { anext(): Awaitable<unknown> }
  | { acquire(...args: never[]): Awaitable<unknown> }
  | { drain(): Awaitable<unknown> }

/** What a program with promises gets for a `T`. */
export type Outward<T> =
  T extends Awaitable<infer R>
    ? Promise<Outward<R>>
    : T extends Waits
      ? Face<T>
      : T extends readonly [unknown, ...unknown[]]
        ? { -readonly [K in keyof T]: Outward<T[K]> }
        : T

/** What it may pass where a function of acoro takes a `P`. */
export type Inward<P> = P extends (...args: infer A) => Awaitable<infer R>
  ? (...args: { [K in keyof A]: Outward<A[K]> }) => R | Promise<R> | Awaitable<R>
  : P extends Awaitable<infer R>
    ? P | Promise<R>
    : P

/** An object of acoro with promises in place of awaitables. A source can be gone through with `for await`. */
export type Face<T> = {
  [K in keyof T as K extends typeof Symbol.iterator ? never : K]: T[K] extends (...args: infer A) => infer R
    ? (...args: { [I in keyof A]: Inward<A[I]> }) => Outward<R>
    : Outward<T[K]>
} & (T extends { anext(): Awaitable<IteratorResult<infer V, unknown>> } ? AsyncIterable<V> : unknown)

/** A class whose instances are faces. */
export type FaceClass<C extends abstract new (...args: never[]) => object> = new (
  ...args: ConstructorParameters<C>
) => Face<InstanceType<C>>
