/**
 * Coroutines that were never awaited: the work was asked for and never done.
 *
 * A forgotten `yield*` makes no error, so it is told when the coroutine is collected, when its loop closes (in
 * debug mode), or when the process ends. To watch a coroutine costs as much as ten calls. So debug mode watches
 * all, and other programs only samples: the first calls of each coroutine function, and then few of many. The
 * record of a coroutine that is watched stands in one of its own fields until it begins; the coroutines that
 * are not watched pay for counting.
 */

import type { EventLoop } from '../base/above.ts'
import { Ref, Registry } from '../base/collected.ts'
import { world } from '../current/host.ts'
import { state } from '../current/state.ts'
import { placeOf, tell } from './debug.ts'

declare module '../base/above.ts' {
  interface LoopParts {
    /** @internal Coroutines that were not awaited yet, in debug mode. */
    readonly _unawaited: Set<Unawaited>
  }
}

/** After the first calls of a function, one of so many is watched. */
const EVERY = 4096
/** So many are watched in all because they are the first calls. A place costs more than many calls. */
let firsts = 1000
/** Functions made later begin to count at different numbers. */
let staggered = 0

/** What was told outside of debug mode. */
const told = new Set<string>()

/** The records that no loop reports when it closes: a process reports them when it ends. */
const strays = new Set<Unawaited>()

const registry = new Registry<Unawaited>(report)

/** The record of a coroutine that is watched. */
export class Unawaited {
  readonly name: string
  /** Where it was made; undefined if that was not asked. */
  readonly made: string | undefined
  /** Null if it was made outside of a loop. */
  readonly loop: WeakRef<EventLoop> | null
  readonly debugged: boolean
  /** It has begun, was closed on purpose, or was told. */
  over = false

  constructor(name: string, made: string | undefined) {
    const { loop } = state
    this.name = name
    this.made = made
    this.loop = loop === null ? null : new Ref(loop as EventLoop)
    this.debugged = state.debugging
  }

  end(): void {
    this.over = true
    if (strays.delete(this) && strays.size === 0) world.process?.removeListener?.('exit', tellStrays)
    this.loop?.deref()?._unawaited.delete(this)
  }

  toString(): string {
    const where = this.made === undefined ? 'ACORO_DEBUG=1 shows where it is made' : `It was made\n${this.made}`
    return `coroutine '${this.name}' was never awaited: yield* it, or make it a task. ${where}`
  }
}

/**
 * Begins to watch `coro`, and notes its place if it is one of the first. The coroutine keeps the record, and
 * ends it when it begins.
 */
export function watchAwaited(coro: { readonly functionName: string }, isFirst: boolean): Unawaited {
  const place = state.debugging || isFirst ? placeOf(watchAwaited) : undefined
  const record = new Unawaited(coro.functionName, place)
  if (record.debugged && state.loop !== null) (state.loop as EventLoop)._unawaited.add(record)
  else {
    if (strays.size === 0) world.process?.on?.('exit', tellStrays)
    strays.add(record)
  }
  registry.register(coro, record)
  return record
}

/**
 * The number of calls until a function is watched again that has been watched `times` so far. The `first`
 * calls are.
 */
export function untilWatched(times: number, first: number): number {
  if (times < first && firsts > 0) {
    firsts--
    return 1
  }
  if (times > 0) return EVERY
  staggered = (staggered + 1) % EVERY
  return staggered + 1
}

/** Called when the process ends: warnings that are emitted later would be lost. */
function tellStrays(): void {
  for (const record of strays) if (isNew(record)) world.console.warn(`NeverAwaitedWarning: ${record}`)
}

function report(record: Unawaited): void {
  if (record.over) return
  record.end()
  if (isNew(record)) tell(record.loop?.deref() ?? null, 'NeverAwaitedWarning', String(record))
}

/** Samples of one function say the same. Debug mode lets each loop hear of it. */
function isNew(record: Unawaited): boolean {
  if (record.debugged) return true
  const text = String(record)
  return !told.has(text) && told.add(text) !== undefined
}

/** Reports what is left when a loop closes. */
export function tellUnawaited(loop: { readonly _unawaited: Set<Unawaited> }): void {
  for (const record of [...loop._unawaited]) report(record)
}
