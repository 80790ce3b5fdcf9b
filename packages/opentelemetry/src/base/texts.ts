/** Texts that a program wrote, as attributes. Getters may throw, and a text may be megabytes long. */

const MOST = 1000

/** A text cut to what a backend takes. */
export function cut(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}… (${text.length} characters)`
}

/** The class of an error, as the conventions ask for it in `error.type`. */
export function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error
  const name = safely(() => (error as { name?: unknown }).name)
  return typeof name === 'string' && name !== '' ? cut(name) : 'object'
}

/** The message of an error, or what was thrown in place of one. */
export function errorMessage(error: unknown): string {
  const message = safely(() => (error as { message?: unknown }).message)
  if (typeof message === 'string') return cut(message)
  return typeof error === 'object' || typeof error === 'function' ? 'no message' : cut(String(error))
}

export function errorStack(error: unknown): string | undefined {
  const stack = safely(() => (error as { stack?: unknown }).stack)
  return typeof stack === 'string' ? cut(stack) : undefined
}

export function safely<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
