// Examples sleep as a reader would; the tests do not wait for it. While an example runs, the time of
// setTimeout and of the clocks is vitest's: as soon as promises and immediates have nothing left to do, it
// goes on to the next timer. An example that waits for the real world (a socket, a file) says so by ```ts
// real-time.
//
// Imported before anything else, because what an example imports may look at the clock when it is loaded.

import { vi } from 'vitest'

const turn = globalThis.setImmediate

/** How often promises and immediates get their turn before time goes on. */
const TURNS = 3

vi.useFakeTimers({
  toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
})

/** Turns the clock until the promise is settled, and gives what it gives. */
export async function turningTheClock<T>(promise: Promise<T>): Promise<T> {
  let settled = false
  const note = (): void => {
    settled = true
  }
  promise.then(note, note)
  while (!settled) {
    for (let i = 0; i < TURNS; i++) await new Promise<void>((resolve) => void turn(resolve))
    if (!settled && vi.getTimerCount() > 0) vi.advanceTimersToNextTimer()
  }
  return promise
}
