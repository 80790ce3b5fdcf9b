/**
 * Several errors as one. A task group throws it, because more than one child may have failed.
 *
 * It is JavaScript's AggregateError with the operations of Python's ExceptionGroup, so that a handler takes
 * the part it understands and throws the rest on. A group stays a tree: `split` and `subgroup` keep the
 * nesting, and a subclass keeps its class through `derive`.
 */

import { describeValue, nameOf } from './errors.ts'
import { isA, textOf } from './text.ts'

/** Selects errors of a group: an error class, several of them, or a predicate. */
export type ErrorFilter =
  | (abstract new (
      ...args: never[]
    ) => unknown)
  | readonly (abstract new (
      ...args: never[]
    ) => unknown)[]
  | ((error: unknown) => boolean)

/**
 * A tree of errors with a common message. asyncio: `ExceptionGroup`.
 *
 * @example
 * ```ts
 * import { ExceptionGroup } from '@acoro/core'
 *
 * const group = new ExceptionGroup('two failed', [new TypeError('a'), new RangeError('b')])
 * const [types, rest] = group.split(TypeError)
 * types?.errors.length // => 1
 * rest?.errors.map(String) // => ['RangeError: b']
 * ```
 */
export class ExceptionGroup extends AggregateError {
  static {
    nameOf(ExceptionGroup, 'ExceptionGroup')
  }

  constructor(message: string, errors: readonly unknown[], options?: ErrorOptions) {
    if (typeof message !== 'string') {
      throw new TypeError(
        `Expected a message as the first argument of ExceptionGroup, got ${describeValue(message)}`,
      )
    }
    if (!Array.isArray(errors)) {
      throw new TypeError(
        `Expected an array of errors as the second argument of ExceptionGroup, got ${describeValue(errors)}`,
      )
    }
    if (errors.length === 0)
      throw new RangeError('Expected at least one error in an ExceptionGroup, got none')
    super(errors, message, options)
  }

  /** Makes a group of the same kind with other errors. A subclass overrides it to keep its own fields. */
  derive(errors: readonly unknown[]): ExceptionGroup {
    return new ExceptionGroup(this.message, errors)
  }

  /** The part of the tree that matches, or null if nothing does. */
  subgroup(filter: ErrorFilter): ExceptionGroup | null {
    return this.split(filter)[0]
  }

  /** The part that matches and the part that does not. Either may be null; the nesting is kept. */
  split(filter: ErrorFilter): [matched: ExceptionGroup | null, rest: ExceptionGroup | null] {
    return splitGroup(this, matcher(filter))
  }

  override toString(): string {
    return [`${this.name}: ${this.message} (${count(this)})`, ...tree(this, '  ')].join('\n')
  }
}

function splitGroup(
  group: ExceptionGroup,
  matches: (error: unknown) => boolean,
): [ExceptionGroup | null, ExceptionGroup | null] {
  if (matches(group)) return [group, null]
  const matched: unknown[] = []
  const rest: unknown[] = []
  for (const error of group.errors as unknown[]) {
    if (isA(error, ExceptionGroup)) {
      const [inside, outside] = splitGroup(error, matches)
      if (inside !== null) matched.push(inside)
      if (outside !== null) rest.push(outside)
    } else if (matches(error)) matched.push(error)
    else rest.push(error)
  }
  if (rest.length === 0) return [group, null]
  return [
    matched.length === 0 ? null : part(group, matched),
    matched.length === 0 ? group : part(group, rest),
  ]
}

function part(group: ExceptionGroup, errors: unknown[]): ExceptionGroup {
  const derived = group.derive(errors)
  if (group.cause !== undefined) derived.cause = group.cause
  if (group.stack !== undefined) derived.stack = group.stack
  return derived
}

function matcher(filter: ErrorFilter): (error: unknown) => boolean {
  if (Array.isArray(filter)) return (error) => filter.some((type) => isA(error, type))
  if (typeof filter !== 'function') {
    throw new TypeError(
      `Expected an error class, an array of them or a predicate, got ${describeValue(filter)}`,
    )
  }
  if (filter === Error || filter.prototype instanceof Error) {
    return (error) => isA(error, filter as abstract new () => unknown)
  }
  return filter as (error: unknown) => boolean
}

function count(group: AggregateError): string {
  return group.errors.length === 1 ? '1 error' : `${group.errors.length} errors`
}

function* tree(group: AggregateError, indent: string): Generator<string> {
  for (const error of group.errors as unknown[]) {
    if (isA(error, AggregateError)) {
      yield `${indent}- ${error.name}: ${error.message} (${count(error)})`
      yield* tree(error, `${indent}  `)
    } else yield `${indent}- ${textOf(error)}`
  }
}
