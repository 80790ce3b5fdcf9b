/**
 * What debug mode looks for: mistakes that are too dear to look for always.
 *
 * Each find is a warning object with a name and a text that says what to do. It is told once, to the loop's
 * exception handler if it has one of its own (key `warning`), else to `process.emitWarning`, else to the console.
 * Outside debug mode all of this costs the look at one flag, `state.debugging`, which is set while a loop in debug mode
 * has the thread.
 */

import { world } from '../current/host.ts'
import { state } from '../current/state.ts'
import type { EventLoop } from '../loop/loop.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import { outsideCore } from './native-stack.ts'

declare module '../current/state.ts' {
  interface State {
    /** A loop in debug mode has the thread. */
    debugging: boolean
  }
}

export type DebugWarningName =
  | 'NeverAwaitedWarning'
  | 'SlowCallbackWarning'
  | 'SwallowedCancellationWarning'
  | 'UnclosedLoopWarning'
  | 'ForeignLoopWarning'
  | 'ResourceWarning'

/** A find of debug mode; `name` says which. */
export class DebugWarning extends Error {
  constructor(name: DebugWarningName, message: string) {
    super(message)
    this.name = name
  }
}

/** A coroutine that was made under debug mode. */
export interface Unawaited {
  readonly name: string
  readonly created: string
  readonly loop: WeakRef<EventLoop>
  awaited: boolean
  /** Says whether it has begun where no loop in debug mode saw it. */
  readonly coro: WeakRef<{ readonly _isFresh: boolean }>
}

/** Where tasks, futures and handles were made; only in debug mode. */
const creations = new WeakMap<object, string>()

const unawaited = new WeakMap<object, Unawaited>()
const coroutineRegistry = new FinalizationRegistry<Unawaited>(reportUnawaited)

const loopRegistry = new FinalizationRegistry<{ closed: boolean; watched: string }>((record) => {
  if (record.closed) return
  tell(
    null,
    'UnclosedLoopWarning',
    `an event loop was collected without having been closed: close() it, or use run(). It went into debug mode\n${record.watched}`,
  )
})

/** Remembers where `thing` was made. */
export function noteCreation(thing: object): void {
  creations.set(thing, placeOf(noteCreation))
}

/** The stack of the code that called `note` by way of core. */
function placeOf(note: (...args: never[]) => unknown): string {
  const place: { stack?: unknown } = {}
  Error.captureStackTrace(place, note)
  return outsideCore(place.stack)
}

/** The stack of the code that made `thing`, where debug mode saw it. */
export function creationOf(thing: object): string | undefined {
  return creations.get(thing)
}

/** A coroutine was made; it is expected to be awaited. */
export function noteCoroutine(coro: { readonly name: string; readonly _isFresh: boolean }): void {
  const loop = state.loop as EventLoop | null
  if (loop === null) return
  const record: Unawaited = {
    name: coro.name,
    created: placeOf(noteCoroutine),
    loop: new WeakRef(loop),
    awaited: false,
    coro: new WeakRef(coro),
  }
  unawaited.set(coro, record)
  loop._unawaited.add(record)
  coroutineRegistry.register(coro, record)
}

/** It has begun, or was closed on purpose. */
export function noteAwaited(coro: object): void {
  const record = unawaited.get(coro)
  if (record === undefined) return
  record.awaited = true
  record.loop.deref()?._unawaited.delete(record)
}

function reportUnawaited(record: Unawaited): void {
  if (record.awaited || record.coro.deref()?._isFresh === false) return
  record.awaited = true
  const loop = record.loop.deref() ?? null
  loop?._unawaited.delete(record)
  tell(
    loop,
    'NeverAwaitedWarning',
    `coroutine '${record.name}' was never awaited: yield* it, or make it a task. It was made\n${record.created}`,
  )
}

/** What a closing loop has to say. */
export function noteClosing(loop: EventLoop): void {
  for (const record of [...loop._unawaited]) reportUnawaited(record)
}

/** Watches whether `loop` is closed; gives what says that it was. */
export function watchLoop(loop: EventLoop): () => void {
  const record = { closed: false, watched: placeOf(watchLoop) }
  loopRegistry.register(loop, record)
  return () => {
    record.closed = true
  }
}

/** A task was cancelled, swallowed it, and went on to its end. */
export function noteSwallowed(loop: EventLoop, name: string): void {
  tell(
    loop,
    'SwallowedCancellationWarning',
    `task '${name}' was cancelled, swallowed the CancelledError and returned: let it pass (throwIfCancelled(error)), ` +
      'or call uncancel() if the cancellation was yours to handle',
  )
}

/** A callback or a step kept the thread too long. */
export function noteSlow(loop: EventLoop, what: string, ms: number): void {
  tell(
    loop,
    'SlowCallbackWarning',
    `Executing ${what} took ${Math.round(ms)} ms: let other tasks run with sleep(0), or move the work to a worker with toThread()`,
  )
}

/** Something of `loop` is used by a callback or a task of another one. */
export function noteForeign(loop: Scheduler, what: string): void {
  const running = state.loop
  if (running === null || running === loop) return
  tell(
    running as EventLoop,
    'ForeignLoopWarning',
    `${what} by the code of another event loop: hand it over with callSoonThreadsafe() of its own loop. It was done\n` +
      placeOf(noteForeign),
  )
}

/** For libraries: where the function `called` was called, without what core put on top; undefined outside debug mode. */
export function creationPlace(called: (...args: never[]) => unknown): string | undefined {
  return state.debugging ? placeOf(called) : undefined
}

/** For libraries: tells, where `loop` is in debug mode, of a socket, a file, a process that nobody closed. asyncio: `ResourceWarning`. */
export function warnUnclosed(loop: EventLoop, text: string): void {
  if (loop.getDebug()) tell(loop, 'ResourceWarning', text)
}

/** Tells of it once: the same text a second time says nothing new. */
export function tell(loop: EventLoop | null, name: DebugWarningName, text: string): void {
  if (loop !== null) {
    if (loop._told.has(text)) return
    loop._told.add(text)
  }
  const warning = new DebugWarning(name, text)
  if (loop !== null && loop.getExceptionHandler() !== null) {
    loop.callExceptionHandler({ message: text, warning })
  } else if (world.process?.emitWarning !== undefined) world.process.emitWarning(warning)
  else world.console.warn(`${name}: ${text}`)
}
