/** Results by names that a program chose: `__proto__` is a name like any other. */

/** `object[key] = value`, which never sets a prototype. */
export function setItem(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, writable: true, configurable: true, enumerable: true })
}
