/**
 * The face of a class: a class with the same members, each of which calls the object behind it.
 *
 * A face has no state of its own. What is `anext()` to a coroutine is `for await` to a promise.
 */

import type { AsyncSource, Suspension } from '@acoro/core'
import { link, realOf, register } from './faces.ts'
import { type Convert, called, inLoop, outward } from './promised.ts'
import type { Face } from './types.ts'

type Real = abstract new (...args: never[]) => object
type Method = (...args: unknown[]) => unknown

/**
 * How a face takes arguments, by the names of methods; and the method that `await using` calls at the end of
 * the block.
 */
export interface Takes {
  readonly [method: string]: Convert
  readonly [Symbol.asyncDispose]?: 'aclose' | 'aexit'
}

/**
 * Makes the face of `real`. Arguments are data; `takes` converts those of some methods, and of the
 * constructor.
 */
export function faceOf<R extends Real>(
  real: R,
  takes: Takes = {},
): new (
  ...args: ConstructorParameters<R>
) => Face<InstanceType<R>> {
  const face = class {
    constructor(...args: unknown[]) {
      const make = real as unknown as new (...args: unknown[]) => object
      link(this, new make(...args.map(converter(takes, 'constructor'))))
    }

    toString(): string {
      return String(realOf(this))
    }
  }
  Object.defineProperty(face, 'name', { value: real.name })
  const { prototype } = face as { prototype: object }
  for (let at: object = real.prototype; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    for (const key of Reflect.ownKeys(at)) {
      if (key === 'constructor' || key === Symbol.iterator) continue
      if (Object.hasOwn(prototype, key) || String(key).startsWith('_')) continue
      const own = Object.getOwnPropertyDescriptor(at, key) as PropertyDescriptor
      Object.defineProperty(prototype, key, memberOf(own, converter(takes, key)))
    }
  }
  if ('anext' in prototype) {
    Object.defineProperty(prototype, Symbol.asyncIterator, {
      value: iterate,
      configurable: true,
      writable: true,
    })
  }
  const close = takes[Symbol.asyncDispose]
  if (close !== undefined) {
    Object.defineProperty(prototype, Symbol.asyncDispose, {
      value(this: object) {
        return called(() => (Reflect.get(realOf(this) as object, close) as Method).call(realOf(this)))
      },
      configurable: true,
      writable: true,
    })
  }
  register(real as never, face)
  return face as never
}

function converter(takes: Takes, key: PropertyKey): Convert {
  return typeof key === 'string' && Object.hasOwn(takes, key) ? (takes[key] as Convert) : realOf
}

function memberOf(own: PropertyDescriptor, into: Convert): PropertyDescriptor {
  const { value, get, set } = own
  if (get !== undefined) {
    return {
      configurable: true,
      get(this: object) {
        return outward(inLoop(() => get.call(realOf(this)) as unknown))
      },
      ...(set !== undefined && {
        set(this: object, value: unknown) {
          inLoop(() => set.call(realOf(this), into(value)))
        },
      }),
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
    next: () => called(() => nextOf(source)) as Promise<IteratorResult<unknown>>,
    async return(value?: unknown) {
      if (source.aclose !== undefined) await called(() => source.aclose?.())
      return { done: true, value }
    },
  }
}

function* nextOf(
  source: AsyncSource<unknown>,
): Generator<Suspension, IteratorResult<unknown, unknown>, unknown> {
  const result = yield* source.anext()
  return result.done === true ? result : { done: false, value: outward(result.value) }
}
