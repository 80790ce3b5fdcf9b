/** How the errors of this package get their names. */

/** Sets the `name` on the prototype: that costs nothing per error, and it is not printed as a property. */
export function nameOf(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true })
}

/** `Error: refused`, for messages that quote an error. Never throws. */
export function briefly(error: unknown): string {
  try {
    const text = String(error)
    const line = text.split('\n', 1)[0] as string
    return line.length > 100 ? `${line.slice(0, 100)}…` : line
  } catch {
    return 'an error that cannot be looked at'
  }
}

/** The message of an error, or a value in a few words. Never throws. */
export function messageOf(reason: unknown): string {
  const message = reason instanceof Error ? readSafely(reason, 'message') : undefined
  return typeof message === 'string' ? message : briefly(reason)
}

/** The name of a function; `otherwise` if it has none that can be read. */
export function nameOfFunction(fn: unknown, otherwise: string): string {
  const name = readSafely(fn, 'name')
  return typeof name === 'string' && name !== '' ? name : otherwise
}

/** An error that hides another one gets that as its cause, if it has none. */
export function withCause(error: unknown, cause: unknown): unknown {
  try {
    if (error instanceof Error) error.cause ??= cause
  } catch {
    // It is frozen.
  }
  return error
}

/** `object[key]`; undefined if reading it throws. */
export function readSafely(object: unknown, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}
