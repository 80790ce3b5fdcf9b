/**
 * The clocks of Node that fake-timers does not know: `process.uptime`, and `scheduler` of
 * `node:timers/promises`.
 */

import type { VirtualLoop } from '../virtual/virtual-loop.ts'
import type { FakedName } from './faked-names.ts'

interface NodeProcess {
  uptime?: () => number
  getBuiltinModule?(name: string): unknown
}

interface TimersPromises {
  setTimeout(delay: number, value: undefined, options?: object): Promise<unknown>
  setImmediate(): Promise<unknown>
  readonly scheduler?: object
}

/** Puts `value` in place of a property, and adds to `restore` what undoes it. */
export function replaceOn(owner: object, name: string, value: unknown, restore: (() => void)[]): void {
  const before = Object.getOwnPropertyDescriptor(owner, name)
  if (before?.configurable === false) return
  Object.defineProperty(owner, name, { value, configurable: true, writable: true })
  restore.push(() => {
    if (before === undefined) Reflect.deleteProperty(owner, name)
    else Object.defineProperty(owner, name, before)
  })
}

/** Adds to `restore` what undoes it. */
export function replaceNodes(
  loop: VirtualLoop,
  names: ReadonlySet<FakedName>,
  restore: (() => void)[],
): void {
  const { process } = globalThis as { process?: NodeProcess }
  if (names.has('process') && process?.uptime !== undefined) {
    replaceOn(process, 'uptime', () => loop.time() / 1000, restore)
  }
  const timers = process?.getBuiltinModule?.('node:timers/promises') as TimersPromises | undefined
  if (!names.has('scheduler') || timers?.scheduler === undefined) return
  // These functions are the fake ones by now, if they were chosen.
  const wait = (delay: number, options?: object) => timers.setTimeout(delay, undefined, options)
  replaceOn(timers.scheduler, 'wait', wait, restore)
  replaceOn(timers.scheduler, 'yield', () => timers.setImmediate(), restore)
}
