import { state } from '../current/state.ts'

/** Runs `cancel`. What it cancels is told that `by` asked for it. */
export function inTheNameOf(by: string | undefined, cancel: () => void): void {
  state.canceller = by
  try {
    cancel()
  } finally {
    state.canceller = undefined
  }
}
