// Values as `console.log` shows them in Node, more or less: enough for examples, and safe with any value. A
// getter is not called, a proxy that throws is «…», and a circle is named.

const DEPTH = 3
const ITEMS = 100

/** The arguments of a console's method as one text. */
export function format(values: readonly unknown[]): string {
  const [first, ...others] = values
  if (typeof first !== 'string') return values.map((value) => shown(value)).join(' ')
  const rest = [...others]
  const text = first.replace(/%([sdifjoOc%])/g, (all, kind: string) => {
    if (kind === '%') return '%'
    if (rest.length === 0) return all
    const value = rest.shift()
    if (kind === 's') return typeof value === 'object' ? inspect(value) : String(value)
    if (kind === 'c') return ''
    if (kind === 'j') return JSON.stringify(value) ?? 'undefined'
    return kind === 'o' || kind === 'O' ? inspect(value) : String(kind === 'f' ? value : toInteger(value))
  })
  return [text, ...rest.map((value) => shown(value))].join(' ')
}

function toInteger(value: unknown): unknown {
  return typeof value === 'bigint' ? value : Number(value)
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value)
}

export function inspect(value: unknown): string {
  try {
    return write(value, 0, [])
  } catch {
    return '…'
  }
}

function write(value: unknown, depth: number, above: readonly unknown[]): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'bigint') return `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'function')
    return `[${/^class\b/.test(String(value)) ? 'class' : 'Function'} ${nameOf(value)}]`
  if (typeof value !== 'object' || value === null) return String(value)
  if (above.includes(value)) return '[Circular]'
  const own = ownText(value)
  if (own !== undefined) return own
  if (depth >= DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]'
  return writeObject(value, (inner) => safely(() => write(inner, depth + 1, [...above, value])))
}

function safely(read: () => string): string {
  try {
    return read()
  } catch {
    return '…'
  }
}

/** Errors, dates and the objects of acoro say themselves what they are. */
function ownText(value: object): string | undefined {
  if (value instanceof Error) return errorText(value)
  if (value instanceof Date || value instanceof RegExp) return String(value)
  if (value instanceof Promise) return 'Promise { … }'
  const text = (value as { toString?: unknown }).toString
  const own =
    typeof text === 'function' && text !== Object.prototype.toString && text !== Array.prototype.toString
  if (!own || ArrayBuffer.isView(value)) return undefined
  const said: unknown = text.call(value)
  return typeof said === 'string' ? said : undefined
}

/** Its stack, if it has one that names it. */
export function errorText(error: Error): string {
  const head = String(error)
  const { stack, cause, errors } = error as { stack?: unknown; cause?: unknown; errors?: unknown }
  const text = typeof stack === 'string' && stack.startsWith(head) ? stack : head
  const inner = Array.isArray(errors) ? errors.map((each) => `\n  ${describe(each)}`).join('') : ''
  return `${text}${inner}${cause === undefined ? '' : `\n  [cause]: ${describe(cause)}`}`
}

/** An error in one line, any other value as it is shown. */
export function describe(value: unknown): string {
  try {
    return value instanceof Error ? String(value) : inspect(value)
  } catch {
    return '…'
  }
}

function writeObject(value: object, inner: (value: unknown) => string): string {
  if (Array.isArray(value)) return wrapped('', '[', listed(value, inner), ']')
  if (ArrayBuffer.isView(value) && 'length' in value)
    return wrapped(
      `${nameOf(value.constructor)}(${String(value.length)}) `,
      '[',
      listed(value as never, inner),
      ']',
    )
  if (value instanceof Map)
    return wrapped(
      `Map(${value.size}) `,
      '{',
      listed([...value], ([key, held]) => `${inner(key)} => ${inner(held)}`),
      '}',
    )
  if (value instanceof Set) return wrapped(`Set(${value.size}) `, '{', listed([...value], inner), '}')
  const prototype: unknown = Object.getPrototypeOf(value)
  const made = prototype === null ? '[null]' : nameOf((prototype as { constructor?: unknown }).constructor)
  const entries = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(
    ([, { enumerable }]) => enumerable,
  )
  const fields = listed(entries, ([key, property]) => {
    const name = /^[\w$]+$/.test(key) ? key : quoted(key)
    return `${name}: ${'value' in property ? inner(property.value) : '[Getter]'}`
  })
  return wrapped(made === 'Object' || made === '' ? '' : `${made} `, '{', fields, '}')
}

function listed<T>(items: ArrayLike<T>, inner: (item: T) => string): string[] {
  const shownItems = Array.from({ length: Math.min(items.length, ITEMS) }, (_, at) => inner(items[at] as T))
  return items.length > ITEMS ? [...shownItems, `… ${items.length - ITEMS} more`] : shownItems
}

function wrapped(name: string, open: string, parts: readonly string[], close: string): string {
  if (parts.length === 0) return `${name}${open}${close}`
  const line = parts.join(', ')
  return open === '[' ? `${name}[ ${line} ]` : `${name}{ ${line} }`
}

function quoted(text: string): string {
  if (!text.includes("'")) return `'${escaped(text)}'`
  return text.includes('"') ? JSON.stringify(text) : `"${escaped(text)}"`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}

function nameOf(value: unknown): string {
  const name: unknown = (value as { name?: unknown } | undefined)?.name
  return typeof name === 'string' && name !== '' ? name : '(anonymous)'
}
