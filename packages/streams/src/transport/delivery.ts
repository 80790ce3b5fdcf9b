/**
 * When a transport calls its protocol: in the loop, in the context the transport was made in, and once for
 * all that has been reported in the meantime.
 */

import { type Context, copyContext, type EventLoop, getRunningLoop } from '@acoro/core'
import { runningLoop } from '@acoro/core/lowlevel'
import { type Intake, intakeOf } from './intake.ts'

export interface DeliveryOptions {
  /** The running loop unless given. */
  readonly loop?: EventLoop | undefined
  /** A copy of the current context unless given. */
  readonly context?: Context | undefined
  /** Reports of many transports come in one turn of the platform, and enter the loop together. */
  readonly gathered?: boolean | undefined
}

export class Delivery {
  readonly loop: EventLoop
  readonly #context: Context
  readonly #intake: Intake | null
  readonly #deliver: () => void
  /** True from the start, because the first delivery is scheduled by `begin()`. */
  #scheduled = true

  constructor(deliver: () => void, { loop, context, gathered = false }: DeliveryOptions = {}) {
    this.loop = loop ?? getRunningLoop()
    this.#context = context?.copy() ?? copyContext()
    this.#intake = gathered ? intakeOf(this.loop) : null
    this.#deliver = deliver
  }

  /** Schedules the first delivery. */
  begin(): void {
    this.loop.callSoon(this.#enter)
  }

  /**
   * Schedules a delivery unless one is scheduled. False if the loop is closed, and nothing can be reported.
   */
  schedule(weight = 0): boolean {
    if (this.#scheduled) {
      if (weight > 0) this.#intake?.weigh(weight)
      return true
    }
    if (this.loop.isClosed()) return false
    this.#scheduled = true
    if (this.#intake !== null && runningLoop() === null) this.#intake.add(this.#enter, weight)
    else this.loop.callSoon(this.#enter)
    return true
  }

  readonly #enter = (): void => {
    this.#scheduled = false
    this.#context.run(this.#deliver)
  }
}
