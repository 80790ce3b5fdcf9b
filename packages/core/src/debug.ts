/**
 * What debug mode looks for: mistakes that are too dear to look for always. Each find is a warning object with a name
 * and a text that says what to do; it is told once, to the loop's exception handler if it has one of its own,
 * else to `process.emitWarning`, else to the console.
 */

import { world } from './host.ts'
import type { EventLoop } from './loop.ts'
import { state } from './state.ts'

/** A find of debug mode; `name` says which. */
export class DebugWarning extends Error {
  constructor(name: DebugWarningName, message: string) {
    super(message)
    this.name = name
  }
}

export type DebugWarningName =
  | 'NeverAwaitedWarning'
  | 'SlowCallbackWarning'
  | 'SwallowedCancellationWarning'
  | 'UnclosedLoopWarning'
