/**
 * What cannot cross threads, by its path.
 *
 * The platform says «() => {} could not be cloned» and not where that stood. So the path is looked for: before a
 * worker replies, because a result that cannot be cloned would kill it, and in the loop's thread only after a failure,
 * because the loop has better things to do. What this walk does not know (a Blob, a KeyObject) is tried.
 */

import { types } from 'node:util'

/** Marks both ends of a portal. */
export const portalBrand: unique symbol = Symbol.for('acoro.Portal') as never

const noTransfers: ReadonlySet<unknown> = new Set()

/** The path of the first thing in `value` that cannot be cloned and what it is, or undefined. */
export function findUncloneable(
  value: unknown,
  path: string,
  transferred: ReadonlySet<unknown> = noTransfers,
): string | undefined {
  return find(value, path, transferred, undefined)
}

function find(
  value: unknown,
  path: string,
  transferred: ReadonlySet<unknown>,
  outer: Set<object> | undefined,
): string | undefined {
  if (typeof value === 'function' || typeof value === 'symbol') return `${path} is ${kindOf(value)}`
  if (typeof value !== 'object' || value === null) return undefined
  if (isDetached(value)) return `${path} is ${kindOf(value)} whose bytes were moved away`
  if (transferred.has(value) || isLeaf(value)) return undefined
  const seen = outer ?? new Set<object>()
  if (seen.has(value)) return undefined
  seen.add(value)
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const found = find(value[i], `${path}[${i}]`, transferred, seen)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (types.isMap(value)) {
    for (const [key, item] of value) {
      const found =
        find(key, `a key of ${path}`, transferred, seen) ??
        find(item, `${path}.get(${String(key)})`, transferred, seen)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (types.isSet(value)) {
    for (const item of value) {
      const found = find(item, `an item of ${path}`, transferred, seen)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (portalBrand in value) return `${path} is a portal, which has to be an argument of its own`
  if (types.isProxy(value) || isExotic(value)) return tried(value, path)
  for (const key of Object.keys(value)) {
    const found = find((value as Record<string, unknown>)[key], `${path}${property(key)}`, transferred, seen)
    if (found !== undefined) return found
  }
  return undefined
}

/** Node sends bytes that were moved away before and fails where they arrive, which would be too late. */
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

/** Cloned as a whole, whatever is in it. */
function isLeaf(value: object): boolean {
  return (
    ArrayBuffer.isView(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isBoxedPrimitive(value)
  )
}

/** Neither a plain object nor an instance of a user's class: an error, a promise, something of the platform. */
function isExotic(value: object): boolean {
  return Object.prototype.toString.call(value) !== '[object Object]'
}

function tried(value: object, path: string): string | undefined {
  try {
    structuredClone(value)
    return undefined
  } catch {
    return `${path} is ${kindOf(value)}`
  }
}

function property(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

/** What it is, in words. */
export function kindOf(value: unknown): string {
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`
  if (typeof value === 'symbol') return `the symbol ${String(value)}`
  const name = (value as object).constructor?.name
  if (name === undefined || name === 'Object') return 'an object'
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`
}
