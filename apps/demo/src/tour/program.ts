import type { EventLoop } from '@acoro/core'

/**
 * A program of the tour: what people write when they learn asyncio, with acoro. It receives its loop and a
 * function that prints. So the test runs it on virtual time, and the command on the real clock.
 */
export interface TourProgram {
  /** Its asyncio original. */
  readonly original: string
  /** What it shows, in one line. */
  readonly about: string
  main(loop: EventLoop, print: Print): Promise<void>
}

export type Print = (line: string) => void
