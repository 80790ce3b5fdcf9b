/**
 * What is running right now, in the whole thread: the one slot that every copy of core shares.
 *
 * A program may end up with two copies of core in node_modules. They must see the same running loop and
 * the same current task, or `currentTask()` answers null inside a task. So the slot lives on globalThis
 * under a registered symbol, with a protocol number that changes when its shape or the internals that
 * copies touch of one another change. It is the only mutable module state of core.
 */

import { RuntimeError } from '../base/errors.ts'
import type { Frame, FrameStack } from '../coroutine/coroutine.ts'
import type { EventLoop } from '../loop/loop.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import type { Task } from '../task/task.ts'
import type { Context, Snapshot } from './context.ts'

export interface State {
  readonly protocol: number
  /** The loop whose iteration is on the stack, not one that merely waits for its host. */
  loop: Scheduler | null
  /** The task being stepped. */
  task: Task<unknown> | null
  /** The stack of coroutines of whoever is driving one: the task's own, or that of a driver by hand. */
  frames: FrameStack | null
  /** The result object the innermost coroutine suspended with in this step; tells delegation from driving by hand. */
  suspended: IteratorResult<unknown, unknown> | null
  /** The outermost coroutine it has passed through so far. */
  suspendedRoot: Frame<unknown> | null
  /** The frame that stands at a pause, for engines that do not hand up its result; see handed-up.ts. */
  pausedIn: Frame<unknown> | null
  context: Context | Snapshot
  /** In whose name something is cancelled, where that is not the current task: a failed child, a canceller of old. */
  canceller: string | undefined
  /** A coroutine that answers a probe without passing it on: it is running. */
  probeStop: unknown
  /** The folder core was loaded from; see stack.ts. */
  home: string | undefined
  /** How many errors may still have their stacks completed, and since when; see trail.ts. */
  readonly turns: { left: number; at: number }
  /** The stack whose top frame an error is being thrown into; taken by whoever it awaits. */
  throwingInto: FrameStack | null
  /** A loop in debug mode has the thread. */
  debugging: boolean
  /** The stack captured by the last probe; see `PROBE`. */
  probed: { stack?: string } | null
  /** What `setEventLoop` set. */
  defaultLoop: EventLoop | null
  taskCount: number
  /** Loops that are not closed, for dumps of the whole process. */
  readonly loops: Set<WeakRef<Scheduler>>
}

const PROTOCOL = 1
const slot: unique symbol = Symbol.for('acoro.state') as never

function attach(): State {
  const world = globalThis as { [slot]?: State }
  const found = world[slot]
  if (found === undefined) {
    const fresh: State = {
      protocol: PROTOCOL,
      loop: null,
      task: null,
      frames: null,
      suspended: null,
      suspendedRoot: null,
      pausedIn: null,
      context: null,
      canceller: undefined,
      turns: { left: 0, at: -Infinity },
      throwingInto: null,
      debugging: false,
      probed: null,
      probeStop: null,
      home: undefined,
      defaultLoop: null,
      taskCount: 0,
      loops: new Set(),
    }
    Object.defineProperty(world, slot, { value: fresh })
    return fresh
  }
  if (found.protocol !== PROTOCOL) {
    throw new RuntimeError(
      `Two copies of @acoro/core that cannot work together are loaded (protocols ${found.protocol} and ${PROTOCOL}): ` +
        'let the package manager deduplicate @acoro/core',
    )
  }
  return found
}

export const state: State = attach()
