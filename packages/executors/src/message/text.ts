/**
 * Describes any value in messages. Values that go to a worker or come from it may have getters and traps that
 * throw.
 */

import { types } from 'node:util'

/** What kind of value it is: `a Promise`, `the function load`. Never throws. */
export function kindOf(value: unknown): string {
  if (typeof value === 'symbol') return `the symbol ${String(value)}`
  if (types.isProxy(value)) return 'a Proxy'
  try {
    if (typeof value === 'function') {
      return typeof value.name === 'string' && value.name !== '' ? `the function ${value.name}` : 'a function'
    }
    const { [Symbol.toStringTag]: tag, constructor: maker } = value as {
      [Symbol.toStringTag]?: unknown
      constructor?: { name?: unknown }
    }
    const known = maker?.name
    const name = typeof known === 'string' && known !== '' ? known : tag
    if (typeof name !== 'string' || name === '' || name === 'Object') return 'an object'
    return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`
  } catch {
    return 'an object that cannot be read'
  }
}

/** The message of an error, or the value as text. Never throws. */
export function messageOf(thrown: unknown): string {
  try {
    const message = (thrown as { message?: unknown } | null | undefined)?.message
    return typeof message === 'string' ? message : String(thrown)
  } catch {
    return kindOf(thrown)
  }
}

/** The `code` of an error, as errors of Node have one. Never throws. */
export function codeOf(thrown: unknown): unknown {
  try {
    return (thrown as { code?: unknown } | null | undefined)?.code
  } catch {
    return undefined
  }
}
