/**
 * Real time, and turns of the real event loop, whatever fakes are installed, before or after this file is
 * loaded.
 *
 * Fake timers of vitest, Jest and Sinon are those of @sinonjs/fake-timers. Each keeps what it stands for on
 * its clock, under the same name with an underscore.
 */

type Run = () => void

interface Clock {
  readonly [name: `_${string}`]: unknown
}

/** The fake clock that a global belongs to, if it is a fake one. */
function clockOf(name: string): Clock | undefined {
  const value = Reflect.get(globalThis, name) as { readonly clock?: Clock } | undefined
  return value?.clock
}

/** Does the global belong to a fake clock? */
export function isFaked(name: string): boolean {
  return clockOf(name) !== undefined
}

function original<T>(name: string): T {
  return (clockOf(name)?.[`_${name}`] ?? Reflect.get(globalThis, name)) as T
}

const setTimer = original<(run: Run, delay: number) => ReturnType<typeof globalThis.setTimeout>>('setTimeout')
const clearTimer = original<typeof globalThis.clearTimeout>('clearTimeout')
const performance = original<typeof globalThis.performance>('performance')
const now = performance.now.bind(performance)

function macrotask(): (run: Run) => void {
  const setImmediate = original<((run: Run) => unknown) | undefined>('setImmediate')
  if (setImmediate !== undefined) return (run) => void setImmediate(run)
  const { port1, port2 } = new MessageChannel()
  const port = port1 as unknown as { onmessage: Run }
  const waiting: Run[] = []
  port.onmessage = () => waiting.shift()?.()
  return (run) => {
    waiting.push(run)
    port2.postMessage(null)
  }
}

export const real: {
  /** Calls `run` after all promises, and after I/O had its turn: as a macrotask. */
  readonly breathe: (run: Run) => void
  readonly setTimeout: (run: Run, delay: number) => ReturnType<typeof globalThis.setTimeout>
  readonly clearTimeout: (timer: ReturnType<typeof globalThis.setTimeout> | undefined) => void
  /** ms. */
  readonly now: () => number
} = {
  breathe: macrotask(),
  setTimeout: (run, delay) => setTimer(run, delay),
  clearTimeout: (timer) => clearTimer(timer),
  now,
}
