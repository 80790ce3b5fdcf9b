/**
 * Random programs as data, and an interpreter for them: what tasks may do to themselves and to one another.
 *
 * A program is a tree of operations that fast-check makes and shrinks. Tasks are numbered as they begin. A
 * task awaits only tasks with a higher number. Otherwise tasks could wait for each other in a circle, which
 * would be a deadlock of the program and no fault of the loop. Everything else is allowed. A task may cancel
 * any other, also one that is cleaning up, has just been woken or has not begun. The supervisor settles the
 * rest, so every task must come to its end.
 */

import {
  allTasks,
  asCompleted,
  asyncFor,
  asyncGenerator,
  ContextVar,
  type Coroutine,
  coroutine,
  createTask,
  currentTask,
  emit,
  Future,
  gather,
  getRunningLoop,
  isCancelledError,
  race,
  type Suspension,
  shield,
  sleep,
  type Task,
  taskGroup,
  throwIfCancelled,
  timeout,
  wait,
  waitFor,
} from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import fc from 'fast-check'

export type Operation =
  | { do: 'sleep'; ms: number }
  | { do: 'yield' | 'badYield' | 'raise' | 'uncancel' | 'park' | 'wake' | 'soon' }
  | { do: 'await' | 'resolve' | 'reject' | 'cancelFuture' | 'watch' | 'unwatch'; future: number }
  | { do: 'cancel' | 'join' | 'waitAny'; task: number }
  | { do: 'timeout' | 'waitFor'; ms: number; body: Operation[] }
  | { do: 'call' | 'plain' | 'shield' | 'swallow' | 'handle' | 'finally' | 'generate'; body: Operation[] }
  | { do: 'spawn'; eager: boolean; body: Operation[] }
  | { do: 'group' | 'gather' | 'gatherAll' | 'race' | 'asCompleted'; bodies: Operation[][] }

const FUTURES = 3

const small = fc.nat(3)
const leaf: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sleep' as const), ms: small }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('yield', 'yield', 'badYield', 'raise', 'uncancel', 'park', 'wake', 'soon'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('await', 'await', 'resolve', 'reject', 'cancelFuture', 'watch', 'unwatch'),
      future: fc.nat(FUTURES - 1),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom('cancel', 'cancel', 'join', 'waitAny'), task: fc.nat(9) }),
  },
)

const body: fc.Arbitrary<Operation[]> = fc.letrec<{ body: Operation[]; nested: Operation }>((tie) => {
  const bodies = fc.array(tie('body'), { minLength: 1, maxLength: 3 })
  return {
    nested: fc.oneof(
      fc.record({ do: fc.constantFrom('timeout', 'waitFor'), ms: small, body: tie('body') }),
      fc.record({
        do: fc.constantFrom('call', 'plain', 'shield', 'swallow', 'handle', 'finally', 'generate'),
        body: tie('body'),
      }),
      fc.record({ do: fc.constant('spawn' as const), eager: fc.boolean(), body: tie('body') }),
      fc.record({ do: fc.constantFrom('group', 'gather', 'gatherAll', 'race', 'asCompleted'), bodies }),
    ) as fc.Arbitrary<Operation>,
    body: fc.array(fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, tie('nested')), {
      minLength: 1,
      maxLength: 5,
    }),
  }
}).body

/** Several tasks that begin together. */
export const program: fc.Arbitrary<Operation[][]> = fc.array(body, {
  minLength: 1,
  maxLength: 4,
  size: 'max',
})

/** Runs one program, and keeps what the test needs to judge it. */
export class Execution {
  /** The events in order. The same program always has the same trace. */
  readonly trace: string[] = []
  /** Events that must not happen. */
  readonly faults: string[] = []
  /** The number of timeouts that are running. */
  deadlines = 0
  readonly futures: Future<string>[]
  readonly #calls = new Map<Future<unknown>, { expected: string[]; seen: string[] }>()
  readonly #tasks: Task<unknown>[] = []
  readonly #numbers = new Map<Task<unknown>, number>()
  readonly #queue = new WaitQueue<string>()
  readonly #mine = new ContextVar<string>('mine')
  #callbacks = 0

  constructor() {
    this.futures = Array.from({ length: FUTURES }, () => new Future<string>())
  }

  /**
   * Runs the program, each part in a task of its own. Once it is over, settles every future that a task still
   * waits for.
   */
  *supervise(parts: Operation[][]): Generator<Suspension, void, unknown> {
    const self = currentTask()
    for (const part of parts) createTask(run(this, part))
    yield* sleep(20)
    for (let round = 0; round === 0 || allTasks().size > 1; round++) {
      for (const future of this.futures) if (!future.done()) future.setResult('at the end')
      this.#queue.wakeAll('at the end')
      yield* sleep(5)
      if (round < 100) continue
      const left = [...allTasks()].filter((task) => task !== self)
      this.faults.push(`never ended: ${left.join(', ')}`)
      return
    }
    for (const future of this.futures) if (!future.done()) future.cancel()
    yield* sleep(1)
    for (const { expected, seen } of this.#calls.values()) {
      if (expected.join() !== seen.join()) this.faults.push(`callbacks ${expected} were called as ${seen}`)
    }
  }

  number(task: Task<unknown> | null): number {
    if (task === null) return -1
    const known = this.#numbers.get(task)
    if (known !== undefined) return known
    this.#numbers.set(task, this.#tasks.length)
    return this.#tasks.push(task) - 1
  }

  /** The body of a task: all its operations, in a context of its own. */
  *body(operations: Operation[]): Generator<Suspension, string, unknown> {
    const task = currentTask()
    const number = this.number(task)
    let value = `${number} of ${operations.length}`
    const token = this.#mine.set(value)
    try {
      for (const operation of operations) {
        yield* this.#logged(number, operation)
        const found = this.#mine.get()
        if (found !== value) this.faults.push(`task ${number} sees the context of ${found}`)
        if (currentTask() !== task) this.faults.push(`task ${number} is not the current task`)
        value = `${number} after ${operation.do}`
        this.#mine.set(value)
      }
      return `end of ${number}`
    } finally {
      this.#mine.set(token.oldValue as string)
    }
  }

  *#logged(number: number, operation: Operation): Generator<Suspension, void, unknown> {
    const log = (text: string) => {
      const now = getRunningLoop().time()
      this.trace.push(`${now} ${number} ${operation.do} ${text}, ${currentTask()?.cancelling()}`)
    }
    try {
      log('begins')
      log(`gives ${yield* this.#execute(number, operation)}`)
    } catch (error) {
      log(`throws ${String(error)}`)
      throw error
    }
  }

  *#execute(number: number, operation: Operation): Generator<Suspension, unknown, unknown> {
    switch (operation.do) {
      case 'sleep':
        return yield* sleep(operation.ms, 'slept')
      case 'yield':
        yield
        return 'yielded'
      case 'badYield':
        yield 5 as never
        throw new Error('unreachable')
      case 'raise':
        throw new Error('raised')
      case 'uncancel':
        return currentTask()?.uncancel()
      case 'park':
        return yield* this.#queue.park()
      case 'wake':
        return this.#queue.wakeOne(`woken by ${number}`)
      case 'soon':
        getRunningLoop().callSoon((mine: string) => {
          if (this.#mine.get() !== mine) this.faults.push('a callback sees another context')
          this.trace.push(`soon ${mine}`)
        }, this.#mine.get())
        return
      case 'await':
        return yield* this.futures[operation.future] as Future<string>
      case 'resolve':
      case 'reject':
      case 'cancelFuture':
        return this.#settle(operation.do, this.#future(operation.future))
      case 'watch':
        return this.#watch(this.#future(operation.future))
      case 'unwatch':
        return this.#unwatch(this.#future(operation.future))
      case 'cancel': {
        const task = this.#tasks[operation.task % this.#tasks.length]
        return `${this.number(task ?? null)} ${task?.cancel(`by ${number}`)}`
      }
      case 'join': {
        const later = this.#tasks.slice(number + 1)
        return later.length === 0 ? 'nobody' : yield* later[operation.task % later.length] as Task<unknown>
      }
      case 'waitAny': {
        const later = this.#tasks.slice(number + 1)
        if (later.length === 0) return 'nobody'
        const [done, pending] = yield* this.#limited(
          wait(later, { timeout: operation.task, returnWhen: 'FIRST_COMPLETED' }),
        )
        return [done, pending].map((set) => [...set].map((task) => this.number(task)).join()).join(' | ')
      }
      case 'timeout':
        return yield* this.#limited(timeout(operation.ms, run(this, operation.body)))
      case 'waitFor':
        return yield* this.#limited(waitFor(run(this, operation.body), operation.ms))
      case 'call':
        return yield* run(this, operation.body)
      case 'plain':
        return yield* this.body(operation.body)
      case 'shield':
        return yield* shield(run(this, operation.body))
      case 'swallow':
        try {
          return yield* this.body(operation.body)
        } catch (error) {
          return `swallowed ${error}`
        }
      case 'handle':
        try {
          return yield* this.body(operation.body)
        } catch (error) {
          throwIfCancelled(error)
          return `handled ${error}`
        }
      case 'finally':
        try {
          yield* this.body(operation.body)
        } finally {
          yield* sleep(1)
        }
        return
      case 'generate': {
        const items: string[] = []
        yield* asyncFor(generate(this, operation.body), function* (item) {
          items.push(item)
        })
        return items
      }
      case 'spawn':
        return this.number(createTask(run(this, operation.body), { eager: operation.eager }))
      case 'group':
        return yield* taskGroup((group) => {
          for (const body of operation.bodies) group.createTask(run(this, body))
          return sleep(1, 'in a group')
        })
      case 'gather':
        return yield* gather(operation.bodies.map((body) => run(this, body)))
      case 'gatherAll':
        return yield* gather(
          operation.bodies.map((body) => run(this, body)),
          { returnExceptions: true },
        )
      case 'race':
        return yield* race(operation.bodies.map((body) => run(this, body)))
      case 'asCompleted': {
        const results: string[] = []
        for (const next of asCompleted(operation.bodies.map((body) => run(this, body)))) {
          results.push(yield* next)
        }
        return results
      }
    }
  }

  #future(index: number): Future<string> {
    return this.futures[index] as Future<string>
  }

  *#limited<T>(coro: Coroutine<T>): Generator<Suspension, T, unknown> {
    this.deadlines++
    try {
      return yield* coro
    } finally {
      this.deadlines--
    }
  }

  /** Replaces a settled future by a new one. Tasks that wait for the old one are woken all the same. */
  #settle(how: 'resolve' | 'reject' | 'cancelFuture', future: Future<string>): string {
    if (future.done()) {
      this.futures[this.futures.indexOf(future)] = new Future<string>()
      return 'replaced'
    }
    if (how === 'resolve') future.setResult('resolved')
    else if (how === 'reject') future.setException(new Error('rejected'))
    else future.cancel('cancelled')
    return how
  }

  #watch(future: Future<string>): string {
    const calls = this.#calls.get(future) ?? { expected: [], seen: [] }
    this.#calls.set(future, calls)
    const name = `callback ${this.#callbacks++}`
    const called = Object.defineProperty(() => void calls.seen.push(name), 'name', { value: name })
    future.addDoneCallback(called)
    this.#registered.push({ future, name, called })
    calls.expected.push(name)
    return name
  }

  readonly #registered: { future: Future<string>; name: string; called: () => void }[] = []

  /** Removes the last callback. This is too late if the future is done. */
  #unwatch(future: Future<string>): string {
    const index = this.#registered.findLastIndex((entry) => entry.future === future)
    const entry = this.#registered[index]
    if (entry === undefined) return 'none'
    const removed = future.removeDoneCallback(entry.called)
    this.#registered.splice(index, 1)
    const expected = this.#calls.get(future)?.expected ?? []
    if (removed > 0) expected.splice(expected.indexOf(entry.name), 1)
    return `${removed}`
  }
}

const run = coroutine(function* body(execution: Execution, operations: Operation[]) {
  return yield* execution.body(operations)
})

const generate = asyncGenerator(function* generate(execution: Execution, operations: Operation[]) {
  yield* emit('first')
  try {
    yield* emit(yield* run(execution, operations))
  } catch (error) {
    if (isCancelledError(error)) throw error
    yield* emit(`handled ${error}`)
  }
})
