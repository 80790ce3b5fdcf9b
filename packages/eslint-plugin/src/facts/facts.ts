/**
 * What the rules have to know of an expression, and nothing more. There are two sources: the syntax alone,
 * which knows what is imported from acoro and made of it in the same file (`syntactic.ts`), and types
 * (`typed.ts`). A rule never sees which one answers. Another compiler needs another implementation of this
 * interface and no change of a rule.
 */

import type { FunctionNode, Node } from '../base/node.ts'

/**
 * What is awaited with `yield*`. A coroutine and a generator do nothing until then; a future is under way and
 * fails unseen; a task may well run on its own.
 */
export type Kind = 'coroutine' | 'generator' | 'future' | 'task'

/** From the one that is lost without a trace to the one that may be let go. */
const gravity: readonly Kind[] = ['coroutine', 'generator', 'future', 'task']

export interface Verdict {
  /** The gravest awaitable it may be. */
  readonly kind: Kind | undefined
  /** Is it an awaitable in any case, never null, say? */
  readonly certain: boolean
  /** The same of the elements, if it is an array or a tuple. */
  readonly each: Kind | undefined
}

export const nothing: Verdict = { kind: undefined, certain: false, each: undefined }

export function verdict(kind: Kind | undefined, certain = true): Verdict {
  return kind === undefined ? nothing : { kind, certain, each: undefined }
}

export function graver(a: Kind | undefined, b: Kind | undefined): Kind | undefined {
  return gravity.find((kind) => kind === a || kind === b)
}

/** Of a value that is one or another of these. */
export function either(verdicts: readonly Verdict[]): Verdict {
  const [first, ...rest] = verdicts
  if (first === undefined) return nothing
  return rest.reduce(
    (a, b) => ({
      kind: graver(a.kind, b.kind),
      certain: a.certain && b.certain,
      each: graver(a.each, b.each),
    }),
    first,
  )
}

/** What `yield*` goes through by mistake, because it can be iterated or looks like something to wait for. */
export type Shape = 'array' | 'string' | 'promise'

/** What a caller does with the result of a callback, by its type. */
export type Expected = 'awaitable' | 'nothing' | 'something' | 'unknown'

export interface Facts {
  /** Do they come from types? */
  readonly typed: boolean
  of(node: Node): Verdict
  /** Of what a function gives back that stands here by name or is written here. */
  resultOf(node: Node): Verdict
  shapeOf(node: Node): Shape | undefined
  /** Is the value something of `@acoro/sync` that has to be given back? */
  isPermit(node: Node): boolean
  expectedOf(callback: Node): Expected
  /** Does the type of this generator function say that it runs as a coroutine? */
  yieldsSuspensions(fn: FunctionNode): boolean
}
