/**
 * A stage on which one task, the victim, waits for pieces and is cancelled at every moment of its life in
 * turn.
 *
 * The fate of each piece is read off when the victim has ended. Every piece takes its time to clean up. So a
 * piece that was asked to stop, but not waited for, is still cleaning up then. At the moment of the cancel,
 * the stage notes whether the victim waits or was already woken. The tests and docs/cancel-safety.md say what
 * a function does from these sightings; none of it is written by hand.
 */

import {
  type AsyncContextManager,
  type CancelScope,
  type Coroutine,
  cancelScope,
  coroutine,
  ExceptionGroup,
  type Future,
  isCancelledError,
  type Suspension,
  sleep,
  type Task,
  TimerHandle,
} from '@acoro/core'
import { Watch } from './watch.ts'

/** The fate of something that the victim waited for. */
export type Fate =
  | 'left alone'
  | 'cancelled'
  | 'cancelled and awaited'
  | 'never begun'
  | 'result kept'
  | 'result lost'
  | 'handed on'

/** The state of the victim when it was cancelled. */
export type Moment = 'unbegun' | 'waiting' | 'woken'

/** Where the error came out, if the clean-up of something cancelled ended with one. */
export type Exit = 'thrown' | 'in the group' | 'as the cause' | 'reported' | 'dropped'

export interface Sightings {
  waiting: Fate[]
  woken: Fate[]
  /** The number of moments at which it could be cancelled. */
  moments: number
}

interface Piece {
  /** Whether it was over when the victim was cancelled. */
  over(): boolean
  /** Its fate, or undefined if that says nothing. */
  fate(moment: Moment): Fate | undefined
}

/** Work that takes time, and cleans up when it is stopped. */
class Work implements Piece {
  readonly #stage: Stage
  phase: 'untouched' | 'running' | 'cleaning up' | 'ended' = 'untouched'
  succeeded = false
  cancelled = false
  /** What happens to its result; undefined if it returns none. */
  result: 'result kept' | 'result lost' | undefined = 'result lost'

  constructor(stage: Stage) {
    this.#stage = stage
  }

  over(): boolean {
    return this.phase === 'ended'
  }

  /** Called at the end of its clean-up. */
  end(): void {
    this.phase = 'ended'
    if (this.cancelled) this.#stage.failIfAsked()
  }

  fate(moment: Moment): Fate | undefined {
    if (this.phase === 'untouched') return undefined
    if (this.succeeded && this.phase === 'ended') {
      // It ended by itself while the victim waited, before the cancel could reach it.
      return moment === 'waiting' ? undefined : this.result
    }
    if (!this.cancelled) return 'left alone'
    return this.phase === 'ended' ? 'cancelled and awaited' : 'cancelled'
  }
}

const working = coroutine(function* work(piece: Work, ms: number) {
  piece.phase = 'running'
  try {
    yield* sleep(ms)
    piece.succeeded = true
    return ms
  } catch (error) {
    piece.cancelled = isCancelledError(error)
    throw error
  } finally {
    if (piece.cancelled) piece.phase = 'cleaning up'
    try {
      if (piece.cancelled) yield* sleep(ms / 2)
    } finally {
      piece.end()
    }
  }
})

export class Stage {
  readonly watch: Watch = new Watch()
  /** The number of resources held open. It must be 0 in the end. */
  open = 0
  /** The errors with which cancelled work ended, if it is meant to fail. */
  readonly failures: Error[] = []
  readonly #failing: boolean
  readonly #pieces: Piece[] = []
  readonly #futures: Future<unknown>[] = []
  readonly #timers = new Set<TimerHandle>()

  constructor(failing: boolean) {
    this.#failing = failing
  }

  failIfAsked(): void {
    if (!this.#failing) return
    const failure = new TypeError(`clean-up ${this.failures.length} failed`)
    this.failures.push(failure)
    throw failure
  }

  /** Work of `ms`; only the function that gets it holds it. */
  work(ms = 4): Coroutine<number> {
    const piece = new Work(this)
    this.#pieces.push(piece)
    return working(piece, ms)
  }

  /** Work without a result: the clean-up of something. */
  chore(ms: number): Coroutine<number> {
    const piece = new Work(this)
    piece.result = undefined
    this.#pieces.push(piece)
    return working(piece, ms)
  }

  /** Work as a task that the stage holds, so that the test can ask for its result later. */
  task(ms = 4): Task<number> {
    const piece = new Work(this)
    piece.result = 'result kept'
    this.#pieces.push(piece)
    return this.watch.loop.createTask(working(piece, ms))
  }

  /** A future that gets its result in 4 ms. */
  future(): Future<number> {
    const { loop } = this.watch
    const future = loop.createFuture<number>()
    this.later(4, () => {
      if (!future.done()) future.setResult(4)
    })
    this.#futures.push(future)
    this.piece(
      () => future.done(),
      (moment) =>
        future.cancelled()
          ? 'cancelled'
          : !future.done()
            ? 'left alone'
            : moment === 'woken'
              ? 'result kept'
              : undefined,
    )
    return future
  }

  /** Sets a timer of the stage's own. */
  later(ms: number, callback: () => void): void {
    this.#timers.add(this.watch.loop.callLater(ms, callback))
  }

  piece(over: () => boolean, fate: (moment: Moment) => Fate | undefined): void {
    this.#pieces.push({ over, fate })
  }

  /** A manager whose entry and exit wait. Each entry must have its exit. */
  manager(): AsyncContextManager<Stage> {
    return { aenter: () => entering(this), aexit: () => leaving(this) }
  }

  pieces(): readonly Piece[] {
    return this.#pieces
  }

  /** What an ended wait left behind: timers of its own, and callbacks on pending futures. */
  leftovers(): string[] {
    const timers = this.watch.liveTimers().filter((timer) => timer instanceof TimerHandle)
    const futures = this.#futures.filter((future) => future._waiterList().length > 0)
    return [...timers.filter((timer) => !this.#timers.has(timer)), ...futures].map(String)
  }
}

const entering = coroutine(function* aenter(stage: Stage) {
  yield* sleep(1)
  stage.open++
  return stage
})

const leaving = coroutine(function* aexit(stage: Stage) {
  try {
    yield* sleep(1)
  } finally {
    stage.open--
  }
})

/** The victim: whatever happens to it, its `finally` must run. */
const victimOf = coroutine(function* victim(
  stage: Stage,
  body: (stage: Stage) => Generator<Suspension, unknown, unknown>,
) {
  stage.open++
  try {
    yield* body(stage)
  } finally {
    stage.open--
  }
})

export type Body = (stage: Stage) => Generator<Suspension, unknown, unknown>

/**
 * Runs `body` once undisturbed, and once for each moment at which it can be cancelled. Throws if anything
 * leaks.
 */
export function cancelEverywhere(body: Body): Sightings {
  const { moments } = play(body, Infinity)
  const seen = { waiting: new Set<Fate>(), woken: new Set<Fate>() }
  for (let at = 1; at <= moments; at++) {
    const { moment, fates } = play(body, at)
    if (moment === 'unbegun' || moment === undefined) continue
    for (const fate of fates) seen[moment].add(fate)
  }
  return { waiting: weakest(seen.waiting), woken: weakest(seen.woken), moments }
}

/** Does the same with clean-ups that fail. Returns where the errors come out. */
export function cancelWithFailures(body: Body): Exit[] {
  const { moments } = play(body, Infinity)
  const exits = new Set<Exit>()
  for (let at = 1; at <= moments; at++) for (const exit of play(body, at, true).exits) exits.add(exit)
  return [...exits].sort()
}

/**
 * Runs `body` in a cancel scope, once for each moment at which that can be cancelled. Throws if anything
 * leaks, or if a wait that is cancelled again and again never ends. Returns the number of moments.
 */
export function cancelScopeEverywhere(body: Body): number {
  const { moments } = play(body, Infinity)
  for (let at = 1; at <= moments; at++) play(body, at, false, true)
  return moments
}

/** A fate that is awaited in one run and not in another counts as not awaited. */
function weakest(fates: Set<Fate>): Fate[] {
  if (fates.has('cancelled')) fates.delete('cancelled and awaited')
  return [...fates].sort()
}

interface Run {
  moments: number
  moment: Moment | undefined
  fates: Fate[]
  exits: Exit[]
}

/** More turns than any of the cases takes by far. */
const MOST_TURNS = 3000

function play(body: Body, cancelAt: number, failing = false, byScope = false): Run {
  const stage = new Stage(failing)
  const { watch } = stage
  let moments = 0
  let moment: Moment | undefined
  let fates: Fate[] = []
  let concerned: Piece[] = []
  let victim: Task<void> | undefined
  let begun = false
  let leftovers: string[] = []
  let scope: CancelScope | undefined
  const scoped = (stage: Stage) =>
    cancelScope(function* (own) {
      scope = own
      yield* body(stage)
    }) as unknown as ReturnType<Body>
  let turns = 0
  watch.beforeEach = () => {
    watch.checkTasks()
    // Its flag LEVEL is taken away, so that the program can end.
    if (++turns > MOST_TURNS && victim !== undefined) victim._flags &= ~1024
    if (victim === undefined || victim.done()) return
    if (++moments === cancelAt) {
      const future = victim._waitsFor as Future<unknown> | null
      moment = !begun ? 'unbegun' : future !== null && !future.done() ? 'waiting' : 'woken'
      // A piece that was over while the victim went on waiting is not what it waited for.
      concerned = stage.pieces().filter((piece) => !piece.over() || moment === 'woken')
      if (byScope) scope?.cancel('injected')
      else victim.cancel('injected')
    }
    begun ||= watch.scheduled()[0] === (victim as unknown)
  }
  const main = watch.loop.createTask(
    (function* (): Generator<Suspension, void, unknown> {
      victim = watch.loop.createTask(victimOf(stage, byScope ? scoped : body), { name: 'victim' })
      victim.addDoneCallback(() => {
        leftovers = stage.leftovers()
        const when = moment ?? 'unbegun'
        fates = concerned.map((piece) => piece.fate(when)).filter((fate) => fate !== undefined)
      })
      while (!victim.done()) yield* sleep(1)
      yield* sleep(100)
      yield* watch.loop.shutdownAsyncgens()
      yield* watch.loop.shutdownDefaultExecutor()
    })(),
  )
  watch.run(main)
  if (turns > MOST_TURNS) throw new Error(`cancelled while ${moment} it spins`)
  main.result()
  const outcome = outcomeOf(victim as Task<void>)
  checkLeaks(stage, moment, leftovers)
  if (stage.failures.length === 0) checkOutcome(stage, outcome, byScope ? undefined : moment)
  return { moments, moment, fates, exits: stage.failures.map((failure) => exitOf(stage, failure, outcome)) }
}

function outcomeOf(victim: Task<void>): unknown {
  try {
    victim.result()
    return undefined
  } catch (error) {
    return error
  }
}

function checkOutcome(stage: Stage, outcome: unknown, moment: Moment | undefined): void {
  const expected = moment === undefined ? 'undefined' : 'CancelledError: injected'
  if (String(outcome) !== expected) throw new Error(`cancelled while ${moment} it ended with ${outcome}`)
  if (stage.watch.reports.length > 0) {
    throw new Error(`cancelled while ${moment}: ${stage.watch.reports.join('; ')}`)
  }
}

function exitOf(stage: Stage, failure: Error, outcome: unknown): Exit {
  if (outcome === failure) return 'thrown'
  if (outcome instanceof ExceptionGroup && outcome.errors.includes(failure)) return 'in the group'
  for (let at = outcome; at instanceof Error; at = at.cause) if (at === failure) return 'as the cause'
  return stage.watch.reports.some((report) => report.includes(failure.message)) ? 'reported' : 'dropped'
}

function checkLeaks(stage: Stage, moment: Moment | undefined, leftovers: string[]): void {
  const { watch } = stage
  watch.checkQuiet()
  const faults: string[] = []
  if (stage.open !== 0) faults.push(`${stage.open} blocks were not left`)
  if (leftovers.length > 0) faults.push(`left behind: ${leftovers.join(', ')}`)
  if (watch.loop._externals.size > 0) faults.push('an external was not ended')
  if (watch.loop._asyncGenerators.size > 0) faults.push('an async generator is open')
  watch.loop.close()
  if (faults.length > 0) throw new Error(`cancelled while ${moment}: ${faults.join('; ')}`)
}
