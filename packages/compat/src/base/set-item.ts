/** Sets properties whose names come from the user. `__proto__` is a name like any other. */

/** `object[key] = value`, but never sets the prototype. */
export function setItem(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, writable: true, configurable: true, enumerable: true })
}
