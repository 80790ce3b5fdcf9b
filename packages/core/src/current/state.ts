/**
 * What is running right now, in the whole thread: the one slot that every copy of core shares.
 *
 * A program may end up with two copies of core in node_modules. They must see the same running loop and the
 * same current task, or `currentTask()` returns null inside a task. So the slot lives on globalThis under a
 * registered symbol. Its protocol number changes with its shape, and with the internals that copies touch of
 * one another. No other module of core keeps state about what runs: the tables in other modules only remember
 * facts about single objects.
 */

import { RuntimeError } from '../base/errors.ts'
import { isSet } from './host.ts'

/**
 * The content of the slot. Each floor declares the fields it keeps there (`declare module`), in the file
 * about them. So this file names none of them.
 */
export interface State {
  readonly protocol: number
}

const PROTOCOL = 5
const slot: unique symbol = Symbol.for('acoro.state') as never

function attach(): State {
  const world = globalThis as { [slot]?: State }
  const found = world[slot]
  if (found === undefined) {
    const fresh = {
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
      debugging: isSet('ACORO_DEBUG'),
      debuggers: isSet('ACORO_DEBUG') ? 1 : 0,
      paused: (function* paused(): Generator<undefined> {
        yield
      })().next(),
      byHand: new WeakMap(),
      definitions: new WeakMap(),
      completed: new WeakMap(),
      probed: null,
      probeStop: null,
      home: undefined,
      defaultLoop: null,
      taskCount: 0,
      namedCount: 0,
      primitives: null,
      loops: new Set(),
      setUps: [],
      lastSetUps: 0,
    } as State
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
