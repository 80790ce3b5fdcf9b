/**
 * The face of a class: a class with the same members, each of which calls the object behind it.
 *
 * A face has no state of its own. What is `anext()` to a coroutine is `for await` to a promise.
 */

import type { AsyncSource } from '@acoro/core'
import { link, realOf, register } from './faces.ts'
import { called, inLoop, inward, outward } from './promised.ts'
import type { Face } from './types.ts'

type Real = abstract new (...args: never[]) => object
type Method = (...args: unknown[]) => unknown

/** Makes the face of `real`. `inwardOf` says what a method takes in another way. */
export function faceOf<R extends Real>(
  real: R,
  inwardOf: Readonly<Record<string, (value: unknown) => unknown>> = {},
): new (
  ...args: ConstructorParameters<R>
) => Face<InstanceType<R>> {
  const face = class {
    constructor(...args: unknown[]) {
      const make = real as unknown as new (...args: unknown[]) => object
      link(this, new make(...args.map(inward)))
    }

    toString(): string {
      return String(realOf(this))
    }
  }
  Object.defineProperty(face, 'name', { value: real.name })
  const { prototype } = face as { prototype: object }
  for (let at: object = real.prototype; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    for (const key of Reflect.ownKeys(at)) {
      if (key === 'constructor' || Object.hasOwn(prototype, key) || String(key).startsWith('_')) continue
      const own = Object.getOwnPropertyDescriptor(at, key) as PropertyDescriptor
      const into = typeof key === 'string' ? inwardOf[key] : undefined
      Object.defineProperty(prototype, key, memberOf(own, into ?? inward))
    }
  }
  if ('anext' in prototype) {
    Object.defineProperty(prototype, Symbol.asyncIterator, {
      value: iterate,
      configurable: true,
      writable: true,
    })
  }
  register(real as never, face)
  return face as never
}

function memberOf(own: PropertyDescriptor, into: (value: unknown) => unknown): PropertyDescriptor {
  const { value, get } = own
  if (get !== undefined) {
    return {
      configurable: true,
      get(this: object) {
        return outward(get.call(realOf(this)))
      },
    }
  }
  if (typeof value !== 'function') return own
  const method = function (this: object, ...args: unknown[]): unknown {
    return outward(inLoop(() => (value as Method).apply(realOf(this), args.map(into))))
  }
  Object.defineProperty(method, 'name', { value: value.name })
  return { configurable: true, writable: true, value: method }
}

/** `for await` over a source: closes it if the loop ends first. */
function iterate(this: object): AsyncIterator<unknown> {
  const source = realOf(this) as AsyncSource<unknown>
  return {
    next: () => called(() => source.anext()) as Promise<IteratorResult<unknown>>,
    async return(value?: unknown) {
      if (source.aclose !== undefined) await called(() => source.aclose?.())
      return { done: true, value }
    },
  }
}
