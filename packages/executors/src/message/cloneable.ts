/**
 * Finds what cannot be sent to another thread, and says where it is.
 *
 * The platform says «() => {} could not be cloned», and does not say where that function is. So this walk
 * looks for the path. A worker looks before it replies, because a reply that cannot be cloned would end the
 * worker. The thread of the loop looks only after a failure, because it has other work. Objects of unknown
 * kinds (a Blob, a KeyObject) are cloned to find out.
 */

import { types } from 'node:util'
import { kindOf, messageOf } from './text.ts'

/** Marks both ends of a portal. */
export const portalBrand: unique symbol = Symbol.for('acoro.Portal') as never

/**
 * How deep a value may be nested. The engine clones by recursion, and a worker has more stack than the main
 * thread. So a worker can send a value that the main thread cannot read. Such a message is lost, and its job
 * would wait for ever.
 */
const MOST_LEVELS = 1000

/** One value of the walk, and how it was reached. */
interface Place {
  readonly value: unknown
  readonly outer: Place | null
  /**
   * What this place adds to the path of `outer`: `.key`, or a phrase that goes in front of the path (`a key
   * of `).
   */
  readonly step: string
  readonly level: number
}

/** Can an object of a kind that this file does not know be sent? */
type IsSendable = (value: object) => boolean

const noTransfers: ReadonlySet<unknown> = new Set()

/**
 * Returns the path of the first part of `value` that cannot be cloned, and what that part is. Undefined if
 * all of it can. Never throws.
 */
export function findUncloneable(
  value: unknown,
  path: string,
  transferred: ReadonlySet<unknown> = noTransfers,
  isSendable: IsSendable = canBeCloned,
): string | undefined {
  if (!needsLook(value)) return undefined
  const seen = new Set<unknown>(transferred)
  const left: Place[] = [{ value, outer: null, step: path, level: 0 }]
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    const found = look(place, seen, left, isSendable)
    if (found !== undefined) return found
  }
  return undefined
}

/** False for primitives, which can always be cloned, except for symbols. */
function needsLook(value: unknown): boolean {
  return (
    (typeof value === 'object' && value !== null) || typeof value === 'function' || typeof value === 'symbol'
  )
}

/**
 * As `findUncloneable`, for another process. Shared memory cannot be sent there, and of the objects of the
 * platform only errors. Others (a Blob) would arrive as `{}`, without an error.
 */
export function findUnsendable(value: unknown, path: string): string | undefined {
  return findUncloneable(value, path, noTransfers, types.isNativeError)
}

/**
 * Returns what is wrong with the value of `place`. Puts its contents on top of `left`, the first one
 * uppermost.
 */
function look(place: Place, seen: Set<unknown>, left: Place[], isSendable: IsSendable): string | undefined {
  const { value } = place
  // Asked first: a Proxy is never cloned, and its traps may throw.
  if (typeof value === 'function' || typeof value === 'symbol' || types.isProxy(value)) {
    return `${pathOf(place)} is ${kindOf(value)}`
  }
  if (value instanceof Unreadable) return `${pathOf(place)} cannot be read: ${messageOf(value.error)}`
  const plain = isPlain(value as object)
  if (!plain && isDetached(value)) return `${pathOf(place)} is ${kindOf(value)} whose bytes were moved away`
  if (seen.has(value)) return undefined
  seen.add(value)
  if (!plain && isLeaf(value as object)) {
    return isShared(value) && !isSendable(value as object) ? `${pathOf(place)} is shared memory` : undefined
  }
  if (place.level > MOST_LEVELS) return `${pathOf(place)} is nested more than ${MOST_LEVELS} levels deep`
  const first = left.length
  const problem = plain
    ? lookAtItems(value as object, place, left, isSendable)
    : lookAtOther(value as object, place, left, isSendable)
  if (problem !== undefined) return `${pathOf(place)} ${problem}`
  reverse(left, first)
  return undefined
}

/** Is it an array, or an object without a class? Most values are, and they need no further questions. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function lookAtItems(value: object, place: Place, left: Place[], isSendable: IsSendable): string | undefined {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item = read(value, i)
      if (needsLook(item)) left.push(inside(place, item, `[${i}]`))
    }
    return undefined
  }
  if (Symbol.toStringTag in value || portalBrand in value) return lookAtOther(value, place, left, isSendable)
  lookAtProperties(value, place, left)
  return undefined
}

function lookAtProperties(value: object, place: Place, left: Place[]): void {
  for (const key of Object.keys(value)) {
    const item = read(value, key)
    if (needsLook(item)) left.push(inside(place, item, property(key)))
  }
}

function lookAtOther(value: object, place: Place, left: Place[], isSendable: IsSendable): string | undefined {
  try {
    if (types.isMap(value)) {
      Map.prototype.forEach.call(value, (item, key) => {
        if (needsLook(key)) left.push(inside(place, key, 'a key of '))
        const step = `.get(${needsLook(key) ? kindOf(key) : String(key)})`
        if (needsLook(item)) left.push(inside(place, item, step))
      })
      return undefined
    }
    if (types.isSet(value)) {
      Set.prototype.forEach.call(value, (item) => {
        if (needsLook(item)) left.push(inside(place, item, 'an item of '))
      })
      return undefined
    }
    if (portalBrand in value) return 'is a portal, which has to be an argument of its own'
    // Not an instance of a user class, but an error, a promise, or an object of the platform.
    if (Object.prototype.toString.call(value) !== '[object Object]') {
      return isSendable(value) ? undefined : `is ${kindOf(value)}`
    }
  } catch (error) {
    return `cannot be read: ${messageOf(error)}`
  }
  lookAtProperties(value, place, left)
  return undefined
}

function inside(outer: Place, value: unknown, step: string): Place {
  return { value, outer, step, level: outer.level + 1 }
}

/** Returns the property, or an Unreadable if its getter throws. */
function read(value: object, key: string | number): unknown {
  try {
    return (value as Record<string | number, unknown>)[key]
  } catch (error) {
    return new Unreadable(error)
  }
}

/** Stands for a property whose getter threw `error`. */
class Unreadable {
  readonly error: unknown

  constructor(error: unknown) {
    this.error = error
  }
}

/** Were the bytes of `value` moved away? Node sends such a value all the same, and fails when it arrives. */
export function isDetached(value: unknown): boolean {
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value
  if (!types.isArrayBuffer(buffer) || buffer.byteLength > 0) return false
  try {
    new Uint8Array(buffer)
    return false
  } catch {
    return true
  }
}

/** Is it shared memory, or a view of it? */
export function isShared(value: unknown): boolean {
  return types.isSharedArrayBuffer(ArrayBuffer.isView(value) ? value.buffer : value)
}

/** Is it cloned as a whole, whatever is in it? */
function isLeaf(value: object): boolean {
  return (
    ArrayBuffer.isView(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isBoxedPrimitive(value)
  )
}

function canBeCloned(value: object): boolean {
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}

function property(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

/** The path as a program would write it. The middle of a long path is left out. */
function pathOf(place: Place): string {
  const steps: string[] = []
  for (let at: Place | null = place; at !== null; at = at.outer) steps.unshift(at.step)
  const shown = steps.length <= 12 ? steps : [...steps.slice(0, 4), '…', ...steps.slice(-4)]
  return shown.reduce((path, step) => (/^an? /.test(step) ? `${step}${path}` : `${path}${step}`))
}

function reverse(list: Place[], from: number): void {
  for (let a = from, b = list.length - 1; a < b; a++, b--) {
    const held = list[a] as Place
    list[a] = list[b] as Place
    list[b] = held
  }
}
