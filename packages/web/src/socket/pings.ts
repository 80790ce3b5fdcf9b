/**
 * Is the other side still there? TCP does not tell of one whose network has gone. So it is pinged, and the
 * connection is cut if nothing comes within the deadline. Anything that comes counts, and anything that goes.
 * While the function holds the client back, a pong could not be read, so then nobody is cut.
 */

import type { EventLoop, TimerHandle } from '@acoro/core'

export interface PingTarget {
  ping(): void
  /** Grows with what was read. */
  activity(): number
  readonly isHeldBack: boolean
  lost(ms: number): void
}

export class Pings {
  readonly #loop: EventLoop
  readonly #target: PingTarget
  readonly #interval: number
  readonly #timeout: number
  #timer: TimerHandle | null = null
  #heard = false
  #activity = 0

  constructor(loop: EventLoop, target: PingTarget, interval: number, timeout: number) {
    this.#loop = loop
    this.#target = target
    this.#interval = interval
    this.#timeout = timeout
    this.#later()
  }

  /** There is life. */
  heard(): void {
    this.#heard = true
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  #later(): void {
    if (this.#interval !== Infinity) this.#timer = this.#loop.callLater(this.#interval, this.#ping)
  }

  readonly #ping = (): void => {
    this.#heard = false
    this.#activity = this.#target.activity()
    this.#target.ping()
    if (this.#timeout === Infinity) this.#later()
    else this.#timer = this.#loop.callLater(this.#timeout, this.#check)
  }

  readonly #check = (): void => {
    const { isHeldBack } = this.#target
    if (this.#heard || isHeldBack || this.#target.activity() !== this.#activity) this.#later()
    else this.#target.lost(this.#timeout)
  }
}
