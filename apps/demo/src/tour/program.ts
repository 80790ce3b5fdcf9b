import type { EventLoop } from '@acoro/core'

/**
 * A program of the tour: one that people who learn asyncio write, as acoro has it. It is given its loop and a
 * place to print, so the test runs it on virtual time and the command on the real clock.
 */
export interface TourProgram {
  /** What it is called where asyncio is taught. */
  readonly original: string
  /** One line of what it shows. */
  readonly about: string
  main(loop: EventLoop, print: Print): Promise<void>
}

export type Print = (line: string) => void
