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

/** `object[key]`; undefined if reading it throws. */
export function readSafely(object: unknown, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}
