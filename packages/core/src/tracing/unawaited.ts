/**
 * Coroutines that were never awaited: the work was asked for and never done.
 *
 * A forgotten `yield*` makes no error, so it is told when the coroutine is collected, when its loop closes
 * (in debug mode), or when the process ends. To watch a coroutine costs as much as ten calls, and even a
 * counter or a flag would cost a few percent of each call. So debug mode watches all. Other programs watch
 * the first calls of each coroutine function while the program is new. After that the method that does so is
 * deleted, and the compiler leaves out the empty one below it.
 *
 * What watches a coroutine stands in one of its own fields until it begins.
 */

import type { EventLoop } from '../base/above.ts'
import { Ref, Registry } from '../base/collected.ts'
import { world } from '../current/host.ts'
import { makesExamples } from '../current/living.ts'
import { state } from '../current/state.ts'
import { tell } from './debug.ts'
import { type Place, placeLater, textOfPlace } from './place.ts'

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

/** The places of so many calls of each are noted in debug mode, in each loop. */
const PLACED = 1000
let placed = new WeakMap<object, number>()

/** So many coroutines are looked at when a program begins. */
let looks = 10_000

/** What was told outside of debug mode. */
const told = new Set<string>()

/** The records that no loop reports when it closes: a process reports them when it ends. */
const strays = new Set<Unawaited>()

const registry = new Registry<Unawaited>(report)

/**
 * The latest coroutines that were made in a loop in debug mode. Most are awaited at once. A coroutine enters
 * the registry, and gets the text of its place, only if it is still not awaited when LATEST others have been
 * made.
 */
const LATEST = 8
const latest: (Watch | undefined)[] = new Array(LATEST).fill(undefined)
let at = 0

/**
 * What a coroutine keeps that is watched. The collector takes it with the coroutine; the record stays. So the
 * coroutine itself need not be passed on where it is made, and the compiler may leave it out.
 */
export class Watch {
  readonly #record: Unawaited

  constructor(record: Unawaited) {
    this.#record = record
  }

  /** Where the coroutine was made. */
  get place(): Place {
    return this.#record.place
  }

  /** The coroutine has begun, was closed on purpose, or its misuse was told. */
  end(): void {
    this.#record.end()
  }

  /** It was not awaited at once: it is told of when it is collected, or when the loop closes. */
  keep(): void {
    const record = this.#record
    if (record.over) return
    // A stack may keep the very coroutine alive, and it would never be collected.
    record.place = textOfPlace(record.place)
    const loop = record.debugged ? record.loop?.deref() : undefined
    if (loop !== undefined) loop._unawaited.add(record)
    else {
      if (strays.size === 0) world.process?.on?.('exit', tellStrays)
      strays.add(record)
    }
    registry.register(this, record)
  }
}

let latestRef: WeakRef<EventLoop> | null = null
let latestSet: Set<Unawaited> | null = null

/** One reference for all coroutines of a loop, as long as it alone runs. */
function refTo(loop: EventLoop): WeakRef<EventLoop> {
  if (latestRef === null || latestSet !== loop._unawaited) {
    latestRef = new Ref(loop)
    // A loop is known by its set: a strong reference would keep it, and to ask the weak one costs as much as
    // all this.
    latestSet = loop._unawaited
    placed = new WeakMap()
  }
  return latestRef
}

/** What is known of a coroutine that is watched. */
export class Unawaited {
  readonly name: string
  /** Where it was made; empty if that was not noted. */
  place: Place
  readonly source: { readonly name: string } | null
  /** Null if it was made outside of a loop. */
  readonly loop: WeakRef<EventLoop> | null
  readonly debugged: boolean
  /** It has begun, was closed on purpose, or was told. */
  over = false

  constructor(source: { readonly name: string } | null, made: Place) {
    const { loop } = state
    this.name = source?.name || 'coroutine'
    this.source = source
    this.place = made
    this.loop = loop === null ? null : refTo(loop as EventLoop)
    this.debugged = state.debugging
  }

  end(): void {
    this.over = true
    this.place = ''
    if (strays.delete(this) && strays.size === 0) world.process?.removeListener?.('exit', tellStrays)
    this.loop?.deref()?._unawaited.delete(this)
  }

  noteForgotten(): void {
    if (this.source !== null) forgotten.add(this.source)
  }

  toString(): string {
    const place = textOfPlace(this.place)
    const where =
      place === ''
        ? `The places of its first ${PLACED} calls, and of those from now on, are noted`
        : `It was made\n${place}`
    return `coroutine '${this.name}' was never awaited: yield* it, or make it a task. ${where}`
  }
}

/** A coroutine function whose calls were forgotten is placed from then on, however often it is called. */
const forgotten = new WeakSet<object>()

/**
 * Is the place of this call of `source` noted? A stack costs more than all else in a call. So debug mode
 * notes those of the first calls of each function, and of all calls once one of them was forgotten.
 */
function isPlaced(source: object | null): boolean {
  if (source === null || !state.debugging) return true
  // Another loop counts anew.
  if (state.loop !== null) refTo(state.loop as EventLoop)
  const times = placed.get(source) ?? 0
  if (times >= PLACED) return forgotten.has(source)
  placed.set(source, times + 1)
  return true
}

/** The watch over a coroutine of `source`, which is being made. */
export function watchAwaited(source: { readonly name: string } | null): Watch {
  const place = isPlaced(source) ? placeLater(watchAwaited) : ''
  const watch = new Watch(new Unawaited(source, place))
  if (!state.debugging || state.loop === null) watch.keep()
  else {
    at = (at + 1) % LATEST
    latest[at]?.keep()
    latest[at] = watch
  }
  return watch
}

/**
 * The same outside of debug mode: undefined unless this is one of the first calls of `source`. A bare
 * generator has no source; it is seen only once it is awaited.
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
  for (const record of strays) {
    const text = String(record)
    if (isNew(record, text)) world.console.warn(`NeverAwaitedWarning: ${text}`)
  }
}

function report(record: Unawaited): void {
  if (record.over) return
  const text = String(record)
  const tells = isNew(record, text)
  record.noteForgotten()
  record.end()
  if (tells) tell(record.loop?.deref() ?? null, 'NeverAwaitedWarning', text)
}

/** Samples of one function say the same. Debug mode lets each loop hear of it. */
function isNew(record: Unawaited, text: string): boolean {
  if (record.debugged) return true
  return !told.has(text) && told.add(text) !== undefined
}

/** Reports what is left when a loop closes. */
export function tellUnawaited(loop: { readonly _unawaited: Set<Unawaited> }): void {
  for (const watch of latest) watch?.keep()
  latest.fill(undefined)
  for (const record of [...loop._unawaited]) report(record)
}
