/**
 * The world a loop runs in, and the one place where core gets at the platform's globals.
 *
 * A loop owns its queue and its timers. The host owns the clock, the one timer that wakes the loop, and the
 * way in from outside. Assumption: every platform (Node, Bun, Deno, a browser, a test) can run a function at
 * three times. They are soon (a microtask), after the world had its turn (a macrotask), and after a delay.
 * The trade-off: all timers of a loop share one host timer, which is re-armed when the earliest one changes.
 * In return a test replaces the clock by replacing this one object.
 */

/** What a loop needs of the world. All times are ms. */
export interface Host {
  /** A monotonic clock. */
  now(): number
  /** The date: ms since 1970. It may jump when somebody sets it. By default that of the platform. */
  wallTime?(): number
  /** Calls `run` soon, outside any other code: as a microtask. */
  enter(run: () => void): void
  /** Calls `run` after I/O, timers and promises had their turn: as a macrotask. */
  breathe(run: () => void): void
  /** Calls `run` once after `delay`. Replaces the call that was armed before. */
  arm(delay: number, run: () => void): void
  /** Cancels the call that was armed. */
  disarm(): void
  /** May a job begin inside a job of the platform (the reaction of a promise), without `enter`? */
  readonly sharesJobs?: boolean
  /**
   * Calls `run` whenever nothing is left in the world that could call the program. Returns a function that
   * ends this.
   */
  onDrained?(run: () => void): () => void
  /**
   * Reports on the way out that a program ends although it waits. Returns a function that withdraws the
   * report if the program went on after all.
   */
  giveUp?(report: string): () => void
  /** Keeps the world going although nothing is asked of it. Returns a function that ends this. */
  hold?(): () => void
}

// The few globals that are used, declared by hand: core is compiled without the types of Node and of the DOM.
interface World {
  performance: { now(): number }
  Date: { now(): number }
  setTimeout(run: () => void, delay: number): unknown
  clearTimeout(timer: unknown): void
  setInterval(run: () => void, delay: number): unknown
  clearInterval(timer: unknown): void
  setImmediate?(run: () => void): unknown
  MessageChannel: new () => { port1: Port; port2: Port }
  console: { error(text: string): void; warn(text: string): void }
  process?: {
    env?: Record<string, string | undefined>
    versions?: Record<string, string | undefined>
    sourceMapsEnabled?: boolean
    exitCode?: number | string | null | undefined
    exit?(code: number): never
    emitWarning?(warning: Error): void
    on?(event: string, listener: (...args: never[]) => void): unknown
    removeListener?(event: string, listener: (...args: never[]) => void): unknown
    listenerCount?(event: string): number
    kill?(pid: number, signal: string | number): boolean
    platform?: string
    pid?: number
    stdout?: Output
    stderr?: Output
  }
}
interface Output {
  write(text: string, done: () => void): unknown
}
interface Port {
  onmessage: (() => void) | null
  postMessage(message: unknown): void
  ref?(): void
  unref?(): void
}

/** The world's globals. All other files of core reach them through this constant. */
export const world: World = globalThis as unknown as World

// WebKitGTK and older Safaris know no `using`, nor its symbols. What makes older syntax of `using` looks for
// these, by these names; without them a method of a class here would be called `undefined`.
for (const name of ['dispose', 'asyncDispose'] as const) {
  if (Symbol[name] === undefined) Object.defineProperty(Symbol, name, { value: Symbol.for(`Symbol.${name}`) })
}

/** Is the environment variable set, and neither empty nor 0? */
export function isSet(name: string): boolean {
  const value = world.process?.env?.[name]
  return value !== undefined && value !== '' && value !== '0'
}

/** Longer delays overflow the host's timer. After this one the loop finds nothing due, and arms the rest. */
export const LONGEST_DELAY: number = 2 ** 31 - 1

/** Node's exit code for a program that ends while its main still waits. */
const UNSETTLED = 13

// Every job runs in a microtask, whatever the platform called. In a microtask V8 needs no message for a
// thrown error, and a throw costs half. A promise takes 28 ns. `queueMicrotask` takes 125 ns on Node 20,
// because it makes an async resource for each call.
const resolved = Promise.resolve()

/** The default host of a loop: the platform's own microtasks, macrotasks and timers. */
export class DefaultHost implements Host {
  readonly sharesJobs = true
  #timer: unknown = undefined
  #alarm: (() => void) | null = null
  readonly #clock = world.performance
  readonly #breathe: (run: () => void) => void = macrotask()

  now(): number {
    return this.#clock.now()
  }

  enter(run: () => void): void {
    resolved.then(run)
  }

  breathe(run: () => void): void {
    this.#breathe(run)
  }

  arm(delay: number, run: () => void): void {
    this.disarm()
    this.#alarm = run
    // Rounded up, because the platform cuts fractions off and would fire early.
    this.#timer = world.setTimeout(this.#fired, Math.min(Math.ceil(delay), LONGEST_DELAY))
  }

  onDrained(run: () => void): () => void {
    const { process } = world
    process?.on?.('beforeExit', run)
    return () => void process?.removeListener?.('beforeExit', run)
  }

  hold(): () => void {
    // A timer keeps the process alive; a listener for a signal does not.
    const timer = world.setInterval(() => {}, LONGEST_DELAY)
    return () => world.clearInterval(timer)
  }

  giveUp(report: string): () => void {
    world.console.error(report)
    const { process } = world
    // As Node itself does if the top level of a module waits. An exit code that the program has set stays.
    if (process === undefined || (process.exitCode ?? undefined) !== undefined) return () => {}
    process.exitCode = UNSETTLED
    return () => {
      if (process.exitCode !== UNSETTLED) return
      process.exitCode = undefined
      // Bun keeps the number.
      if ((process.exitCode as unknown) === UNSETTLED) process.exitCode = 0
    }
  }

  disarm(): void {
    if (this.#alarm === null) return
    this.#alarm = null
    world.clearTimeout(this.#timer)
  }

  readonly #fired = (): void => void resolved.then(this.#ring)

  /** Code that runs between the two may have disarmed it. */
  readonly #ring = (): void => {
    const run = this.#alarm
    this.#alarm = null
    run?.()
  }
}

function macrotask(): (run: () => void) => void {
  if (world.setImmediate !== undefined) {
    const setImmediate = world.setImmediate
    return (run) => void setImmediate(() => void resolved.then(run))
  }
  const { port1, port2 } = new world.MessageChannel()
  const waiting: (() => void)[] = []
  port1.onmessage = () => void resolved.then(waiting.shift())
  return (run) => {
    waiting.push(run)
    port2.postMessage(null)
  }
}
