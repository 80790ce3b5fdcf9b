import { type Main, newEventLoop, run } from '@acoro/core'
import { DefaultHost } from '@acoro/core/lowlevel'

/** A machine whose timers fire at once on a clock of their own, and that is asleep now and then. */
class SleepyHost extends DefaultHost {
  override readonly sharesJobs = false as never
  #time = 0
  #alarm: (() => void) | null = null
  readonly #lateness: (when: number) => number

  constructor(lateness: (when: number) => number) {
    super()
    this.#lateness = lateness
  }

  override now(): number {
    return this.#time
  }

  override arm(delay: number, run: () => void): void {
    this.#alarm = run
    const when = this.#time + delay
    super.breathe(() => {
      if (this.#alarm !== run) return
      this.#alarm = null
      this.#time = when + this.#lateness(when)
      run()
    })
  }

  override disarm(): void {
    this.#alarm = null
  }
}

/** Runs a program on a machine whose timer for `when` is so many ms late. */
export function runSleepy<T>(lateness: (when: number) => number, main: Main<T>): Promise<T> {
  return run(main, { loopFactory: () => newEventLoop({ host: new SleepyHost(lateness) }) })
}
