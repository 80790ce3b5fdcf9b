/**
 * Links the promise of a call to its task.
 *
 * The promise is an ordinary one, so the link must not show. A private field on a foreign object costs as
 * much as a property; a WeakMap would cost several times the promise. Two copies of this package use one
 * link, which stands on globalThis, so the helpers of one know the promises of the other.
 */

import { RuntimeError } from '@acoro/core'
import type { DrivenTask } from '@acoro/core/lowlevel'

interface Links {
  readonly protocol: number
  /** Links `promise` to `task`. */
  set(promise: Promise<unknown>, task: DrivenTask<unknown>): void
  /** The task of a promise, or null. */
  get(promise: Promise<unknown>): DrivenTask<unknown> | null
  /** How many linked tasks are under way. */
  live: number
}

const PROTOCOL = 1
const slot: unique symbol = Symbol.for('acoro.async') as never

/** Its constructor returns the object it is given, so a subclass puts its private fields on that object. */
class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: that is what it is for.
    return object
  }
}

class Link extends Given {
  #task: DrivenTask<unknown>

  constructor(promise: Promise<unknown>, task: DrivenTask<unknown>) {
    super(promise)
    this.#task = task
  }

  static get(promise: object): DrivenTask<unknown> | null {
    return #task in promise ? promise.#task : null
  }
}

function attach(): Links {
  const world = globalThis as { [slot]?: Links }
  const found = world[slot]
  if (found === undefined) {
    const links: Links = {
      protocol: PROTOCOL,
      set: (promise, task) => void new Link(promise, task),
      get: Link.get,
      live: 0,
    }
    Object.defineProperty(world, slot, { value: links })
    return links
  }
  if (found.protocol !== PROTOCOL) {
    throw new RuntimeError(
      `Two versions of @acoro/async that cannot work together are loaded (protocols ${found.protocol} and ${PROTOCOL}): ` +
        'let the package manager deduplicate @acoro/async',
    )
  }
  return found
}

const links = attach()

const { set } = links

/** Links `promise` to `task`, which is under way. */
export function linkTo(promise: Promise<unknown>, task: DrivenTask<unknown>): void {
  links.live++
  set(promise, task)
}

/** A linked task has ended. */
export function unlive(): void {
  links.live--
}

/** The task of a promise, or null. */
export const linkOf: Links['get'] = links.get

/**
 * The same for a promise that a linked task is about to wait for. To look takes a third of an `await`, if it
 * is in vain.
 */
export function linkOfAwaited(promise: Promise<unknown>): DrivenTask<unknown> | null {
  return links.live === 1 ? null : linkOf(promise)
}
