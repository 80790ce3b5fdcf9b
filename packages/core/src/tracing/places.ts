/**
 * Places that are stored rather than asked for: where a coroutine function was defined, and where debug mode
 * saw an object being made.
 *
 * JavaScript cannot ask a function for its place. So `coroutine(fn)` stores the line it was called on, once
 * for each function. The engine makes text of it when a repr needs it. A function that never went through
 * `coroutine()` has no such place. A decorated method has none either: the line on top is the transpiler's.
 */

import { state } from '../current/state.ts'
import { type Captured, capture } from './capture.ts'
import { creationOf } from './debug.ts'
import { firstPlace } from './native-stack.ts'
import type { StackFrame } from './stack-frame.ts'

declare module '../current/state.ts' {
  interface State {
    /** Where coroutine functions were defined. */
    readonly definitions: WeakMap<object, Captured>
  }
}

const { definitions } = state

/** Stores where `by` was called, as the place where `fn` was defined. */
export function noteDefinition(fn: object, by: (...args: never[]) => unknown): void {
  try {
    definitions.set(fn, capture(by, 1))
  } catch {
    // Error is frozen: the place stays unknown.
  }
}

/** `file:line` of the `coroutine(fn)` that `fn` went through; undefined if it went through none. */
export function definitionOf(fn: object | null): string | undefined {
  const captured = fn === null ? undefined : definitions.get(fn)
  return captured === undefined ? undefined : lineOf(firstPlace(captured))
}

/** ` created at file:line` if debug mode saw it being made, else ''. */
export function createdAt(thing: object): string {
  const created = creationOf(thing)
  const line = created === undefined ? undefined : lineOf(firstPlace({ stack: created }))
  return line === undefined ? '' : ` created at ${line}`
}

/** A place as reprs show it. */
export function lineOf(place: StackFrame | undefined): string | undefined {
  return place?.file === undefined ? undefined : `${place.file}:${place.line}`
}
