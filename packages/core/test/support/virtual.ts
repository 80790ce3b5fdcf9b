import { type Awaitable, type EventLoop, type Main, newEventLoop, type Task } from '@acoro/core'
import { deadlockError, type Host, mainTask, shutdown } from '@acoro/core/lowlevel'

/** A host without time of its own. It remembers what the loop asks for and does one thing at a time. */
export class TestHost implements Host {
  time = 0
  entered: (() => void) | null = null
  armed: { when: number; run: () => void } | null = null
  breaths = 0

  now(): number {
    return this.time
  }
  enter(run: () => void): void {
    this.entered = run
  }
  breathe(run: () => void): void {
    this.breaths++
    this.entered = run
  }
  arm(delay: number, run: () => void): void {
    this.armed = { when: this.time + delay, run }
  }
  disarm(): void {
    this.armed = null
  }

  readonly drained = new Set<() => void>()
  onDrained(run: () => void): () => void {
    this.drained.add(run)
    return () => void this.drained.delete(run)
  }

  /** Does the next thing. Returns false if there is none, even after the loop was told so. */
  step(): boolean {
    if (this.doNext()) return true
    for (const run of this.drained) run()
    return this.doNext()
  }

  private doNext(): boolean {
    const run = this.entered
    if (run !== null) {
      this.entered = null
      run()
      return true
    }
    const armed = this.armed
    if (armed === null) return false
    this.armed = null
    this.time = Math.max(this.time, armed.when)
    armed.run()
    return true
  }
}

/** Drives a run of `loop` until it ends or nothing is left to do. */
export function drive(loop: EventLoop, host: TestHost): void {
  while (loop.isRunning() && host.step());
}

function complete(loop: EventLoop, host: TestHost, awaitable: Awaitable<unknown>): void {
  loop.runUntilComplete(awaitable).catch(() => {})
  drive(loop, host)
}

/**
 * Runs `main` synchronously in virtual time and closes the loop. Throws main's error, or a DeadlockError if
 * main is stuck.
 */
export function runVirtual<T>(main: Main<T>, setup: (loop: EventLoop, host: TestHost) => void = () => {}): T {
  const host = new TestHost()
  const loop = newEventLoop({ host })
  setup(loop, host)
  const task: Task<T> = mainTask(loop, main)
  complete(loop, host, task)
  const stuck = task.done() ? undefined : deadlockError(loop)
  if (task.done() && !task.cancelled()) task.exception()
  for (const step of shutdown(loop)) complete(loop, host, step)
  loop.close()
  if (stuck !== undefined) throw stuck
  return task.result()
}
