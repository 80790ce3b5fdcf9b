/**
 * The only file that touches the world. A loop owns its queue and its timers; the host owns the clock, the
 * one timer that wakes the loop, and the way in from outside.
 *
 * Assumption: whoever embeds acoro (Node, Bun, Deno, a browser, a test) can run a function soon (a
 * microtask), after the world had its turn (a macrotask), and after a delay. The trade-off: one host timer
 * for all of a loop's timers, re-armed as the earliest changes, instead of one for each: that is what lets
 * a test replace the clock by replacing this one object.
 */

/** What a loop needs of the world. All times are ms. */
export interface Host {
  /** A monotonic clock. */
  now(): number
  /** Calls `run` soon, from outside any other code: as a microtask. */
  enter(run: () => void): void
  /** Calls `run` after I/O, timers and promises had their turn: as a macrotask. */
  breathe(run: () => void): void
  /** Calls `run` once after `delay`, in place of what was armed before. */
  arm(delay: number, run: () => void): void
  /** Takes back what was armed. */
  disarm(): void
  /** May a job begin inside one of the platform's own (a promise's reaction), without having been asked for by `enter`? */
  readonly sharesJobs?: boolean
  /** Calls `run` whenever the world has nothing left that could call anybody; gives what takes it back. */
  onDrained?(run: () => void): () => void
  /** Says on the way out that a program ends although it waits; gives what takes that back, where it went on after all. */
  giveUp?(report: string): () => void
  /** Keeps the world going though nothing is asked of it; gives what takes it back. */
  hold?(): () => void
}

// The few globals used here, declared by hand: core is compiled without the types of Node and of the DOM.
interface World {
  performance: { now(): number }
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

/** The world's globals; every other file of core comes by them through here. */
export const world: World = globalThis as unknown as World

// WebKitGTK and older Safaris know no `using`, nor its symbols. What makes older syntax of `using` looks for these, by
// these names; without them a method of a class here would be called `undefined`.
for (const name of ['dispose', 'asyncDispose'] as const) {
  if (Symbol[name] === undefined) Object.defineProperty(Symbol, name, { value: Symbol.for(`Symbol.${name}`) })
}

/** Is the variable in the environment, and neither empty nor 0? */
export function isSet(name: string): boolean {
  const value = world.process?.env?.[name]
  return value !== undefined && value !== '' && value !== '0'
}

/** Longer delays overflow the host's timer; the loop finds nothing due and arms the rest. */
export const LONGEST_DELAY: number = 2 ** 31 - 1

/** Node's exit code for a program that ends while its main still waits. */
const UNSETTLED = 13

// Jobs run in microtasks, whatever called: there V8 needs no message for an error that is thrown, and a throw costs half.
// 28 ns, where queueMicrotask takes 125 ns on Node 20: it makes an async resource for each call.
const resolved = Promise.resolve()

/** The host a loop has unless it is given another: the platform's own microtasks, macrotasks and timers. */
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
    // A listener for a signal keeps no process alive, a timer does.
    const timer = world.setInterval(() => {}, LONGEST_DELAY)
    return () => world.clearInterval(timer)
  }

  giveUp(report: string): () => void {
    world.console.error(report)
    const { process } = world
    // Node's own, where a module's top level waits; an exit code that somebody has set is left alone.
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

  /** Whoever runs between the two may have disarmed it. */
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
