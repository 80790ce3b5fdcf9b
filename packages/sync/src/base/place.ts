/**
 * A line of the user's code, for messages that name both places of a mistake.
 *
 * The stack is captured at once and read only when a message is made: reading is what costs.
 */

export class Place {
  readonly #stack: { stack?: string }

  constructor(stack: { stack?: string }) {
    this.#stack = stack
  }

  /** ` at visit (file:///app.ts:12:30)`, or an empty string if the platform has no stacks. */
  toString(): string {
    const line = this.#stack.stack?.split('\n').find((text) => /^\s*at /.test(text))
    return line === undefined ? '' : ` ${line.trim()}`
  }
}

// Not in the ES library; V8 and JavaScriptCore have it.
const { captureStackTrace } = Error as { captureStackTrace?(target: object, above: unknown): void }

/** The place from which `callee` was called. */
export function placeOf(callee: unknown): Place {
  const holder: { stack?: string } = {}
  captureStackTrace?.(holder, callee)
  return new Place(holder)
}
