/**
 * Waits for the first of several operations, and commits to that one: Go's `select`.
 *
 *   begun: all cases, in order --one is ready--> it is taken, the others are withdrawn
 *             \--none--> waiting --some are woken--> the first of them that still is ready is taken
 *                           ^                               \--its item is gone--+
 *                           +----------------------------------------------------+
 *
 * `race([a.get(), b.get()])` runs each operation in a task. If both get an item in one turn, the loser's is
 * lost. Here no task is made: the one that waits stands in every line at once, and takes from one of them in
 * its own step.
 *
 * Invariant: of all cases, exactly one takes, sends or uses something, or none if the select is cancelled or
 * fails.
 */

import {
  type Awaitable,
  type Coroutine,
  type EventLoop,
  type Future,
  getRunningLoop,
  isCoroutine,
  isFuture,
  type Suspension,
  type Task,
} from '@acoro/core'
import {
  answerProbe,
  checkOptions,
  describeValue,
  JointFuture,
  OwnIterator,
  PROBE,
  Ready,
} from '@acoro/core/lowlevel'
import { EndOfChannel } from '../base/errors.ts'
import { taskHere } from '../base/task-here.ts'
import { type CaseOutcome, SelectCase, textOfKey } from './select-case.ts'

export interface SelectOptions {
  /** Begin with another case each time, so that none starves. Default: in the order of the cases. */
  fair?: boolean | undefined
}

/** Operations by name, or in a list. null is a case that is never ready. */
export type SelectCases =
  | { readonly [name: string]: Awaitable<unknown> | null }
  | readonly (Awaitable<unknown> | null)[]

type Chosen<K, A> =
  A extends Awaitable<infer T>
    ?
        | { readonly case: K; readonly done: false; readonly value: T }
        | { readonly case: K; readonly done: true; readonly value: undefined }
    : never

/** What `select` returns: which case it was, its value, and whether its source has ended instead. */
export type Selected<C> = C extends readonly unknown[]
  ? { [K in keyof C]: Chosen<number extends C['length'] ? number : IndexOf<K>, C[K]> }[number]
  : { [K in keyof C]: Chosen<K, C[K]> }[keyof C]

type IndexOf<K> = K extends `${infer N extends number}` ? N : number

/** The tasks that were told of the end of each source. */
const told = new WeakMap<object, WeakSet<Task<unknown>>>()
/** How often a fair select began, in each loop: so a program runs the same twice. */
const turns = new WeakMap<EventLoop, number>()

/**
 * Waits until one of `cases` is ready, and does that one. The others have taken, sent and used nothing.
 * Returns `{ case, done, value }`. If several are ready, the first one in the list is done; with `fair: true`
 * the list begins with another case each time.
 *
 * A case is an operation of a queue, a channel, a broadcast, a watched value, an event, a lock or a limit, a
 * `sleep`, or a future or task, which is not cancelled. TypeError for other coroutines: they cannot be
 * withdrawn. null is never ready. A queue that was shut down, or a channel that has ended, is a case that is
 * `done`. That is told to a task once; its later selects leave the source out. EndOfChannel if nothing is
 * left to wait for. An error of a case is thrown. If cancelled, it has done none of them. asyncio has no
 * counterpart; Go's `select`, tokio's `select!`.
 *
 * @example
 * ```ts
 * const jobs = new Queue<string>()
 * const stop = new Event()
 * const log: unknown[] = []
 * jobs.putNowait('a')
 * getRunningLoop().callLater(10, () => stop.set())
 * for (;;) {
 *   const chosen = yield* select({ stop: stop.wait(), job: jobs.get(), late: sleep(1000) })
 *   log.push(chosen)
 *   if (chosen.case === 'stop') break
 * }
 * log // => [{ case: 'job', done: false, value: 'a' }, { case: 'stop', done: false, value: true }]
 * ```
 */
export function select<const C extends SelectCases>(
  cases: C,
  options?: SelectOptions,
): Coroutine<Selected<C>> {
  if (options !== undefined) checkOptions(options, 'select()', { fair: 'boolean' })
  return new Select(casesOf(cases), options?.fair === true) as Coroutine<unknown> as Coroutine<Selected<C>>
}

function casesOf(cases: unknown): SelectCase[] {
  if (typeof cases !== 'object' || cases === null || (Symbol.iterator in cases && !Array.isArray(cases))) {
    const hint = isCoroutine(cases) || isFuture(cases) ? ': write select([…])' : ''
    throw new TypeError(
      `Expected the cases of select(), an object or an array of operations, got ${describeValue(cases)}${hint}`,
    )
  }
  const entries: [string | number, unknown][] = Array.isArray(cases)
    ? [...cases.entries()]
    : Object.entries(cases)
  const made: SelectCase[] = []
  try {
    for (const [key, of] of entries) if (of !== null) made.push(new SelectCase(key, of))
    if (made.length === 0) throw new RangeError('Expected at least one case to select from, got none')
    for (const one of made) {
      const other = made.find((other) => one.meets(other))
      if (other === undefined) continue
      throw new RangeError(
        `Expected cases that do not wait for one another, got both ends of a channel without capacity as cases ${textOfKey(one.key)} and ${textOfKey(other.key)}`,
      )
    }
  } catch (error) {
    // They will never be awaited.
    for (const [, of] of entries) if (isCoroutine(of)) of.return(undefined)
    throw error
  }
  return made
}

/** What the task waits for. It describes all cases. */
class SelectFuture extends JointFuture<void> {
  readonly #cases: readonly SelectCase[]

  constructor(loop: EventLoop, cases: readonly SelectCase[]) {
    super(loop, 'select', { [Symbol.iterator]: () => waitedFor(cases) })
    this.#cases = cases
  }

  override describe(): string {
    return `select of ${this.#cases.map(({ waitsFor }) => waitsFor?.describe() ?? 'sleep(0)').join(' | ')}`
  }
}

function* waitedFor(cases: readonly SelectCase[]): Generator<Future<unknown>> {
  for (const { waitsFor } of cases) if (waitsFor !== null) yield waitsFor
}

const source = { name: 'select' }

class Select extends OwnIterator<unknown> {
  #cases: SelectCase[]
  readonly #fair: boolean
  #future: SelectFuture | null = null

  constructor(cases: SelectCase[], fair: boolean) {
    super(source)
    this.#cases = cases
    this.#fair = fair
  }

  override start(): Iterator<Suspension, unknown, unknown> {
    const loop = getRunningLoop()
    if (this.#fair) this.#turn(loop)
    this.#leaveOutEnded()
    // Those that are known to be ready first: to begin another one would stand in its line for nothing.
    const ready = this.#cases.find(({ isReady }) => isReady)
    const result = this.#tryAll(ready === undefined ? this.#cases : [ready], (one) => one.begin(this.#wake))
    if (result !== undefined) return new Ready(result)
    this.#future = new SelectFuture(loop, this.#cases)
    return this.own()
  }

  override advance(sent: unknown, forwarded: boolean): IteratorResult<Suspension, unknown> {
    const future = this.#future as SelectFuture
    if (sent === PROBE) return answerProbe(future)
    const step = forwarded ? future.next(sent) : future.next()
    if (step.done !== true) return step
    const woken = this.#cases.filter(({ isWoken }) => isWoken)
    const result = this.#tryAll(woken, (one) => one.resume(this.#wake))
    if (result !== undefined) return { done: true, value: result }
    this.#future = new SelectFuture(future.getLoop(), this.#cases)
    return this.#future.next(undefined) as IteratorYieldResult<Suspension>
  }

  override fail(): void {
    this.#withdraw()
  }

  override leave(): void {
    this.#withdraw()
  }

  override return(value?: unknown): IteratorResult<Suspension, unknown> {
    // Not begun: the operations never will.
    if (this.#future === null) this.#withdraw()
    return super.return(value)
  }

  /** A done callback of what the cases wait for. */
  readonly #wake = (): void => {
    if (this.#future !== null && !this.#future.done()) this.#future.setResult()
  }

  /** The outcome of the first that has one. The others are withdrawn then, and if one throws. */
  #tryAll(cases: readonly SelectCase[], attempt: (one: SelectCase) => CaseOutcome | undefined): unknown {
    let isOver = false
    try {
      for (const one of cases) {
        const outcome = attempt(one)
        if (outcome === undefined) continue
        isOver = true
        if (outcome.done) tell(one)
        this.#cases = this.#cases.filter((other) => other !== one)
        return { case: one.key, ...outcome }
      }
      return undefined
    } catch (error) {
      isOver = true
      throw error
    } finally {
      if (isOver) this.#withdraw()
    }
  }

  #withdraw(): void {
    const cases = this.#cases
    this.#cases = []
    for (const one of cases) one.withdraw(this.#wake)
  }

  #turn(loop: EventLoop): void {
    const turn = turns.get(loop) ?? 0
    turns.set(loop, turn + 1)
    const first = turn % this.#cases.length
    this.#cases = [...this.#cases.slice(first), ...this.#cases.slice(0, first)]
  }

  #leaveOutEnded(): void {
    const left = this.#cases.filter((one) => !wasTold(one))
    for (const one of this.#cases) if (!left.includes(one)) one.withdraw(this.#wake)
    this.#cases = left
    if (left.length === 0) {
      throw new EndOfChannel(
        'Expected a case of select() that may be ready, but the sources of all have ended',
      )
    }
  }
}

/** The end of a source is told to each task once: a loop of selects would spin. */
function tell(one: SelectCase): void {
  const task = taskHere()
  if (one.source === undefined || task === null) return
  const tasks = told.get(one.source) ?? new WeakSet()
  tasks.add(task)
  told.set(one.source, tasks)
}

function wasTold(one: SelectCase): boolean {
  const task = taskHere()
  return one.source !== undefined && task !== null && told.get(one.source)?.has(task) === true
}
