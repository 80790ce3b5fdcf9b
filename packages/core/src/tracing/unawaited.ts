/**
 * Coroutines that were never awaited: the work was asked for and never done.
 *
 * A forgotten `yield*` makes no error, so it is told when the coroutine is collected, when its loop closes (in
 * debug mode), or when the process ends. To watch a coroutine costs as much as ten calls, and even a counter or
 * a flag would cost a few percent of each call. So debug mode watches all. Other programs watch the first calls
 * of each coroutine function while the program is new. After that the method that does so is deleted, and the
 * compiler leaves out the empty one below it.
 *
 * What watches a coroutine stands in one of its own fields until it begins.
 */

import type { EventLoop } from '../base/above.ts'
import { Ref, Registry } from '../base/collected.ts'
import { world } from '../current/host.ts'
import { makesExamples } from '../current/living.ts'
import { state } from '../current/state.ts'
import { placeOf, tell } from './debug.ts'

declare module '../base/above.ts' {
  interface LoopParts {
    /** @internal Coroutines that were not awaited yet, in debug mode. */
    readonly _unawaited: Set<Unawaited>
  }
}

/** So many calls of each coroutine function are watched with their places, and so many of all. */
const FIRST = 3
let firsts = 1000
const seen = new WeakMap<object, number>()

/** So many coroutines are looked at when a program begins. */
let looks = 10_000

/** What was told outside of debug mode. */
const told = new Set<string>()

/** The records that no loop reports when it closes: a process reports them when it ends. */
const strays = new Set<Unawaited>()

const registry = new Registry<Unawaited>(report)

/**
 * What a coroutine keeps that is watched. The collector takes it with the coroutine; the record stays. So the
 * coroutine itself need not be passed on where it is made, and the compiler may leave it out.
 */
export class Watch {
  readonly #record: Unawaited

  constructor(record: Unawaited) {
    this.#record = record
  }

  /** The coroutine has begun, was closed on purpose, or its misuse was told. */
  end(): void {
    this.#record.end()
  }
}

/** What is known of a coroutine that is watched. */
export class Unawaited {
  readonly name: string
  /** Where it was made. */
  readonly made: string
  /** Null if it was made outside of a loop. */
  readonly loop: WeakRef<EventLoop> | null
  readonly debugged: boolean
  /** It has begun, was closed on purpose, or was told. */
  over = false

  constructor(name: string, made: string) {
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
    const where =
      this.made === undefined ? 'ACORO_DEBUG=1 shows where it is made' : `It was made\n${this.made}`
    return `coroutine '${this.name}' was never awaited: yield* it, or make it a task. ${where}`
  }
}

/** The watch over a coroutine of `source`, which is being made. */
export function watchAwaited(source: { readonly name: string } | null): Watch {
  const record = new Unawaited(source?.name || 'coroutine', placeOf(watchAwaited))
  if (record.debugged && state.loop !== null) (state.loop as EventLoop)._unawaited.add(record)
  else {
    if (strays.size === 0) world.process?.on?.('exit', tellStrays)
    strays.add(record)
  }
  const watch = new Watch(record)
  registry.register(watch, record)
  return watch
}

/**
 * The same outside of debug mode: undefined unless this is one of the first calls of `source`. A bare generator
 * has no source; it is seen only once it is awaited.
 */
export function watchFirst(source: { readonly name: string } | null): Watch | undefined {
  if (--looks === 0) for (const end of endings) end()
  if (source === null || state.debugging || firsts === 0 || makesExamples()) return undefined
  const times = seen.get(source) ?? 0
  if (times === FIRST) return undefined
  seen.set(source, times + 1)
  firsts--
  return watchAwaited(source)
}

/** Calls `end` when the program is no longer new. */
export function whenNoLongerNew(end: () => void): void {
  endings.push(end)
}

const endings: (() => void)[] = []

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
