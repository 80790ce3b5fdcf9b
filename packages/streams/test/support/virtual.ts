// A clock that jumps, for the few tests of this package that are about time. Nothing waits in real time.

import { type Body, EventLoop, run } from '@acoro/core'
import type { Host } from '@acoro/core/lowlevel'

class JumpingHost implements Host {
  #now = 0
  #alarm: (() => void) | null = null
  #due = 0

  now(): number {
    return this.#now
  }

  enter(job: () => void): void {
    queueMicrotask(job)
  }

  breathe(job: () => void): void {
    queueMicrotask(job)
  }

  arm(delay: number, job: () => void): void {
    this.#alarm = job
    this.#due = this.#now + delay
    queueMicrotask(() => {
      if (this.#alarm !== job) return
      this.#alarm = null
      this.#now = Math.max(this.#now, this.#due)
      job()
    })
  }

  disarm(): void {
    this.#alarm = null
  }
}

/** Runs `main` on a loop whose time passes at once. */
export function runVirtually<T>(main: Body<T>): Promise<T> {
  return run(main, { loopFactory: () => new EventLoop({ host: new JumpingHost() }) })
}
