/**
 * The coroutine in a task's repr: `work() running at file:line`, `work() done, defined at file:line`.
 *
 * The place is where the outermost coroutine stands. Before the first step, and after the end, it is where
 * the coroutine was defined. If the place is unknown the repr ends without it, as asyncio's does for a
 * coroutine without source. A plain generator has no name until it is seen on a stack. Then it keeps the name
 * seen there.
 */

import { ASKABLE, BEGUN, NOT_FORWARDED } from '../base/flags.ts'
import type { Frame } from '../coroutine/frame.ts'
import { home } from '../tracing/machinery.ts'
import { definitionOf, lineOf } from '../tracing/places.ts'
import type { AskableStack } from '../tracing/stack.ts'
import { placeStanding } from '../tracing/standing.ts'

/** A task, with what the description of its coroutine needs. */
export interface Described extends AskableStack {
  done(): boolean
  /** @internal */
  readonly _flags: number
  /** @internal */
  readonly _waitsFor: { readonly _flags: number } | null
}

/** `coro` is the outermost coroutine of `task`; `isCurrent`: the task is being stepped. */
export function describeCoro(task: Described, coro: Frame<unknown>, isCurrent: boolean): string {
  if (task.done()) {
    const definition = definitionOf(coro._source)
    return `${coro.functionName}() done${definition === undefined ? '' : `, defined at ${definition}`}`
  }
  const place = placeOf(task, coro, isCurrent)
  return `${coro.functionName}() running${place === undefined ? '' : ` at ${place}`}`
}

function placeOf(task: Described, coro: Frame<unknown>, isCurrent: boolean): string | undefined {
  if (!hasBegun(task, isCurrent)) return definitionOf(coro._source)
  const place = placeStanding(task, isAskable(task), isCurrent)
  if (coro._source === null && place?.file?.startsWith(home()) === false) coro._source = { name: place.name }
  return lineOf(place)
}

function hasBegun({ _waitsFor, _flags }: Described, isCurrent: boolean): boolean {
  return _waitsFor !== null || isCurrent || (_flags & (BEGUN | ASKABLE)) !== 0
}

/** May the top frame be sent a probe? */
export function isAskable({ _waitsFor, _flags }: Described): boolean {
  return _waitsFor === null ? (_flags & ASKABLE) !== 0 : (_waitsFor._flags & NOT_FORWARDED) === 0
}
