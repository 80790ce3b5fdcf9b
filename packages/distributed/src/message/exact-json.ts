/**
 * Finds out whether JSON brings a value back exactly, and copies it on the way.
 *
 * JSON silently changes much: `undefined`, NaN, -0, Date, Map, a second reference to the same object. So the
 * value is walked through, and whatever JSON would change refuses it; then a richer text is used. The copy is
 * what is sent: what the caller changes after the call does not reach the job.
 */

import { DEEPEST } from './shape.ts'

export interface JsonCopy {
  readonly copy: unknown
  /** The length of its JSON, roughly and rather too small. */
  readonly size: number
}

/** The value does not fit into JSON. */
const UNFIT: unique symbol = Symbol('unfit')

/** A copy of a value that JSON brings back exactly; undefined for any other value. */
export function copyForJson(value: unknown): JsonCopy | undefined {
  const walk: Walk = { size: 0, seen: null }
  const copy = copyOf(value, walk, 0)
  return copy === UNFIT ? undefined : { copy, size: walk.size }
}

interface Walk {
  size: number
  seen: Set<object> | null
}

function copyOf(value: unknown, walk: Walk, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      walk.size += value.length + 3
      return value
    case 'number':
      walk.size += 4
      return Number.isFinite(value) && !Object.is(value, -0) ? value : UNFIT
    case 'boolean':
      walk.size += 5
      return value
    case 'object':
      if (value === null) {
        walk.size += 5
        return null
      }
      return copyOfObject(value, walk, depth)
    default:
      return UNFIT
  }
}

function copyOfObject(value: object, walk: Walk, depth: number): unknown {
  if (depth >= DEEPEST) return UNFIT
  walk.seen ??= new Set()
  if (walk.seen.has(value)) return UNFIT
  walk.seen.add(value)
  walk.size += 2
  try {
    if (Array.isArray(value)) return copyOfArray(value, walk, depth)
    return Object.getPrototypeOf(value) === Object.prototype ? copyOfRecord(value, walk, depth) : UNFIT
  } catch {
    // A getter or a trap of a Proxy threw. The other encoder says where.
    return UNFIT
  }
}

function copyOfArray(value: readonly unknown[], walk: Walk, depth: number): unknown {
  const { length } = value
  // A hole or another property makes a difference between these two.
  if (Object.getPrototypeOf(value) !== Array.prototype || Object.keys(value).length !== length) return UNFIT
  const copy = new Array<unknown>(length)
  for (let i = 0; i < length; i++) {
    const item = Object.hasOwn(value, i) ? copyOf(value[i], walk, depth + 1) : UNFIT
    if (item === UNFIT) return UNFIT
    copy[i] = item
  }
  return copy
}

function copyOfRecord(value: object, walk: Walk, depth: number): unknown {
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return UNFIT
  const names = Object.getOwnPropertyNames(value)
  if (names.length !== Object.keys(value).length || Object.getOwnPropertySymbols(value).length > 0)
    return UNFIT
  const copy: Record<string, unknown> = {}
  for (const name of names) {
    if (name === '__proto__') return UNFIT
    walk.size += name.length + 4
    const item = copyOf((value as Record<string, unknown>)[name], walk, depth + 1)
    if (item === UNFIT) return UNFIT
    copy[name] = item
  }
  return copy
}
