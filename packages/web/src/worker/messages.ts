/**
 * What a page and its workers send to one another.
 *
 *   worker --ready, with the names of its functions--> page
 *   page --job--> worker --done | failed--> page
 *        \--stop--> worker                           a job was cancelled
 *
 * Each message has a mark, so that a program may send others through the same worker.
 *
 * Structured clone keeps the message and the stack of an error, and loses its class unless it is one of the
 * language. So an error travels as a record, with its name.
 */

export const MARK = 'acoro.job'

export type ToWorker =
  | { readonly [MARK]: 'job'; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly [MARK]: 'stop'; readonly id: number }

export type ToPage =
  | { readonly [MARK]: 'ready'; readonly names: readonly string[] }
  | { readonly [MARK]: 'done'; readonly id: number; readonly value: unknown }
  | { readonly [MARK]: 'failed'; readonly id: number; readonly error: Thrown }

/** Something that was thrown, on its way. */
export type Thrown =
  | {
      readonly kind: 'error'
      readonly name: string
      readonly message: string
      readonly stack: string
      readonly cause?: Thrown
    }
  | { readonly kind: 'value'; readonly value: unknown }

export function messageIn<M extends ToWorker | ToPage>(data: unknown): M | null {
  return typeof data === 'object' && data !== null && MARK in data ? (data as M) : null
}

/** How many causes of an error travel with it. */
const DEEPEST = 5

/** Never throws, and the result can always be cloned. */
export function encode(thrown: unknown, depth = 0): Thrown {
  if (!(thrown instanceof Error)) return { kind: 'value', value: cloneable(thrown) ? thrown : textOf(thrown) }
  const record = {
    kind: 'error',
    name: read(thrown, 'name'),
    message: read(thrown, 'message'),
    stack: read(thrown, 'stack'),
  } as const
  const { cause } = readable(thrown)
  return cause === undefined || depth >= DEEPEST ? record : { ...record, cause: encode(cause, depth + 1) }
}

const KNOWN: Readonly<Record<string, new (message: string, options?: ErrorOptions) => Error>> = {
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
}

/** The error again: of its class if that is one of the language, else an Error of its name. */
export function decode(thrown: Thrown): unknown {
  if (thrown.kind === 'value') return thrown.value
  const { name, message, stack, cause } = thrown
  const Known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined
  const options = cause === undefined ? undefined : { cause: decode(cause) }
  const error = new (Known ?? Error)(message, options)
  Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true })
  if (Known === undefined)
    Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true })
  return error
}

function readable(error: Error): { cause?: unknown } {
  try {
    return { cause: error.cause }
  } catch {
    return {}
  }
}

function read(error: Error, key: 'name' | 'message' | 'stack'): string {
  try {
    return String(error[key])
  } catch {
    return ''
  }
}

function cloneable(value: unknown): boolean {
  if (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol') return true
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}

function textOf(value: unknown): string {
  try {
    return String(value)
  } catch {
    return 'something that cannot be shown'
  }
}
