/**
 * Debug mode: it looks for mistakes that are too expensive to look for always.
 *
 * Each find is a warning object with a name and a text that says what to do. It is reported once: to the
 * loop's exception handler if one was set (key `warning`), else to `process.emitWarning`, else to the
 * console. Outside debug mode all this costs one read of a flag, `state.debugging`. The flag is set while a
 * loop in debug mode has the thread. It is also set if no loop has the thread and one in debug mode is open:
 * in a timer's callback, at the top of a module.
 */

import type { EventLoop } from '../base/above.ts'
import { Registry } from '../base/collected.ts'
import { world } from '../current/host.ts'
import { state } from '../current/state.ts'
import { Created } from './created.ts'
import { type Place, placeLater, textOfPlace } from './place.ts'
import type { StackFrame } from './stack-frame.ts'

declare module '../current/state.ts' {
  interface State {
    /** Objects that are made now are watched. */
    debugging: boolean
    /**
     * How many loops in debug mode are open. ACORO_DEBUG=1 adds one, for objects that are made outside of
     * loops.
     */
    debuggers: number
  }
}

declare module '../base/above.ts' {
  interface LoopParts {
    /** @internal The texts of warnings that were reported. */
    readonly _told: Set<string>
  }
}

/** A loop, as far as debug mode needs it. */
interface DebuggedLoop {
  /** @internal */
  readonly _told: Set<string>
  getDebug(): boolean
  getExceptionHandler(): unknown
  callExceptionHandler(context: { message: string; warning: DebugWarning }): void
}

export type DebugWarningName =
  | 'NeverAwaitedWarning'
  | 'SlowCallbackWarning'
  | 'SwallowedCancellationWarning'
  | 'UnclosedLoopWarning'
  | 'ForeignLoopWarning'
  | 'ResourceWarning'
  | 'DroppedPermitWarning'

/** A find of debug mode; `name` says which. */
export class DebugWarning extends Error {
  constructor(name: DebugWarningName, message: string) {
    super(message)
    this.name = name
  }
}

const loopRegistry = new Registry<{ closed: boolean; watched: string }>((record) => {
  if (record.closed) return
  countDebugger(-1)
  tell(
    null,
    'UnclosedLoopWarning',
    `an event loop was collected without having been closed: close() it, or use run(). It went into debug mode\n${record.watched}`,
  )
})

/** Set while things are made that belong to one that was made there. */
let madeAt: Place | null = null

/** What is made from now on was made at `place`; returns what that was before. */
export function noteMadeAt(place: Place | null): Place | null {
  const before = madeAt
  madeAt = place
  return before
}

/** Remembers where `thing` was made. */
export function noteCreation(thing: object): void {
  const place = madeAt ?? placeLater(noteCreation)
  if (place !== '') Created.note(thing, place)
}

/** The stack of the code that called `note` through core. */
export function placeOf(note: (...args: never[]) => unknown): string {
  return textOfPlace(placeLater(note))
}

/** The stack of the code that made `thing`, if debug mode saw it. */
export function creationOf(thing: object): string | undefined {
  return Created.textOf(thing)
}

/**
 * Notes that `loop` goes into debug mode and should be closed some day. Call the returned function when the
 * loop is closed, or leaves debug mode.
 */
export function watchLoop(loop: DebuggedLoop): () => void {
  const record = { closed: false, watched: placeOf(watchLoop) }
  loopRegistry.register(loop, record)
  countDebugger(1)
  return () => {
    if (record.closed) return
    record.closed = true
    countDebugger(-1)
  }
}

function countDebugger(by: number): void {
  state.debuggers += by
  if (state.loop === null) state.debugging = state.debuggers > 0
}

/** Where cancellations were last thrown, by task. */
const cancelPlaces = new WeakMap<object, string>()

/** Notes that a cancellation is about to be thrown into `task`, which stands at `frames`, outermost first. */
export function noteCancelThrown(task: object, frames: readonly StackFrame[]): void {
  cancelPlaces.set(
    task,
    frames
      .map((frame) => `    at ${frame}`)
      .reverse()
      .join('\n'),
  )
}

/** Reports a task that was cancelled, swallowed the error, and went on to its end. */
export function noteSwallowed(loop: DebuggedLoop, task: { readonly name: string }): void {
  const place = cancelPlaces.get(task)
  tell(
    loop,
    'SwallowedCancellationWarning',
    `task '${task.name}' was cancelled, swallowed the CancelledError and returned: let it pass (throwIfCancelled(error)), ` +
      'or call uncancel() if the cancellation was yours to handle' +
      (place === undefined ? '' : `. It was thrown\n${place}`),
  )
}

/** Reports a callback or a step that kept the thread too long. */
export function noteSlow(loop: DebuggedLoop, what: string, ms: number): void {
  tell(
    loop,
    'SlowCallbackWarning',
    `Executing ${what} took ${Math.round(ms)} ms: let other tasks run with sleep(0), or move the work to a worker with toThread()`,
  )
}

/** Reports that a callback or a task of another loop uses something of `loop`. */
export function noteForeign(loop: object, what: string): void {
  const running = state.loop
  if (running === null || running === loop) return
  tell(
    running as DebuggedLoop,
    'ForeignLoopWarning',
    `${what} by the code of another event loop: hand it over with callSoonThreadsafe() of its own loop. It was done\n` +
      placeOf(noteForeign),
  )
}

/**
 * For libraries: where the function `called` was called, without core's own lines on top. Undefined outside
 * debug mode.
 */
export function creationPlace(called: (...args: never[]) => unknown): string | undefined {
  return state.debugging ? placeOf(called) : undefined
}

/**
 * For libraries: if `loop` is in debug mode, reports a socket, a file or a process that was not closed.
 * asyncio: `ResourceWarning`.
 */
export function warnUnclosed(loop: EventLoop, text: string): void {
  if (loop.getDebug()) tell(loop, 'ResourceWarning', text)
}

/** Reports a warning once: the same text a second time says nothing new. */
export function tell(loop: DebuggedLoop | null, name: DebugWarningName, text: string): void {
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
