/**
 * How many lines the engine puts into the stack of an error: `Error.stackTraceLimit`.
 *
 * V8 made it; JavaScriptCore took it over, SpiderMonkey did not. A program may have frozen `Error`. Then
 * stacks stay as they are, and nothing here throws.
 */

const LONGEST_WITHOUT_LIMIT = 128

/**
 * JavaScriptCore, whose errors have a `line`: once it has compiled an assignment, it writes the property and
 * does not hear of it. `Reflect.set` is heard, and costs V8 a tenth of a microsecond for each cancellation.
 */
const isDeaf = 'line' in new Error()

/** How many lines a stack has at most. */
export function stackLimit(): number {
  return hasLimit() ? Error.stackTraceLimit : LONGEST_WITHOUT_LIMIT
}

function hasLimit(): boolean {
  return typeof Error.stackTraceLimit === 'number'
}

/**
 * Stacks have at most `limit` lines from now on, if the engine lets that be said; returns what it was, to put
 * it back.
 */
export function limitStacks(limit: number): number {
  if (!hasLimit()) return limit
  const before = Error.stackTraceLimit
  if (isDeaf) Reflect.set(Error, 'stackTraceLimit', limit)
  else assign(limit)
  return before
}

function assign(limit: number): void {
  try {
    Error.stackTraceLimit = limit
  } catch {
    // Error is frozen.
  }
}
