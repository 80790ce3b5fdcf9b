// Random programs from a seed: the same seed gives the same program on every machine.
//
// Times are few and small, so that things often happen at the same moment: the rare orders are where the bugs
// are.

import type { Action, Manager, RandomProgram, Ref, ReturnWhen, Step } from './program.ts'

const TIMES = [0, 0, 1, 1, 2, 3, 5]
const WHEN: ReturnWhen[] = ['FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED']
const DEEPEST = 3

/** A small generator of random numbers (mulberry32): good enough to pick steps, and the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

class Generator {
  readonly #random: () => number
  readonly #withSync: boolean
  readonly #tasks: number
  readonly #targets: string[]
  /**
   * Who is cancelled while it runs and then enters a timeout meets a difference on purpose: a program has
   * timeouts, or it cancels at once, so that a task may cancel itself or who awaits it.
   */
  readonly #timeouts: boolean
  #steps = 0

  constructor(seed: number, withSync: boolean) {
    this.#random = randomNumbers(seed)
    this.#withSync = withSync && this.chance(0.6)
    this.#timeouts = this.chance(0.7)
    this.#tasks = 2 + this.below(4)
    this.#targets = Array.from({ length: this.#tasks }, (_, index) => `t${index}`)
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  chance(probability: number): boolean {
    return this.#random() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  program(): RandomProgram {
    const tasks = Array.from({ length: this.#tasks }, (_, index) => {
      const body = this.body(index, `t${index}`, 0, index === 0 ? 4 : 2)
      // Main starts the others first, so that there is somebody to meet.
      if (index > 0) return body
      const spawns = Array.from({ length: this.#tasks - 1 }, (_each, other) => this.spawn(other + 1))
      return [...spawns.filter(() => this.chance(0.8)), ...body]
    })
    return {
      tasks,
      futures: 3,
      locks: 2,
      semaphores: [1, 2],
      events: 2,
      conditions: 1,
      barriers: [2],
      queues: [0, 1],
    }
  }

  body(index: number, label: string, depth: number, least: number): Step[] {
    return Array.from({ length: least + this.below(3) }, () => this.step(index, label, depth))
  }

  spawn(task: number): Action {
    return { id: this.#steps++, op: 'spawn', task, eager: this.chance(0.15) }
  }

  step(index: number, label: string, depth: number): Step {
    if (this.chance(0.3)) return this.action()
    const id = this.#steps++
    const inner = () => this.body(index, label, depth + 1, 1)
    const kinds: (() => Step)[] = [
      () => ({ id, op: 'await', ref: { sleep: this.pick(TIMES) } }),
      () => ({ id, op: 'await', ref: this.ref(index, depth) }),
      () => ({ id, op: 'waitFor', ref: this.ref(index, depth), ms: this.#timeouts ? this.pick(TIMES) : 0 }),
      () => ({ id, op: 'shield', ref: this.ref(index, depth) }),
      () => ({ id, op: 'gather', refs: this.refs(index, depth), keep: this.chance(0.4) }),
      () => ({ id, op: 'later', ms: this.pick(TIMES), action: this.action() }),
      () => (this.chance(0.3) ? { id, op: 'raise' } : { id, op: 'uncancel' }),
    ]
    if (this.#withSync) kinds.push(...this.waits(id, index, label, depth))
    if (depth < DEEPEST) {
      kinds.push(
        () => ({
          id,
          op: 'try',
          body: inner(),
          swallow: this.chance(0.6),
          last: this.chance(0.5) ? inner() : [],
        }),
        () => ({
          id,
          op: 'wait',
          refs: this.pending(index),
          ms: this.chance(0.5) ? this.pick(TIMES) : null,
          when: this.pick(WHEN),
        }),
        () => ({
          id,
          op: 'asCompleted',
          refs: this.coroutines(index, depth),
          ms: this.chance(0.3) ? this.pick(TIMES) : null,
        }),
        () => this.group(id, index, label, depth),
      )
      kinds.push(
        () => ({ id, op: 'with', managers: this.managers(index, label, depth), body: inner() }),
        () => ({
          id,
          op: 'generator',
          items: Array.from({ length: 1 + this.below(3) }, () => ({
            body: this.body(index, label, depth + 1, 0),
          })),
          last: this.body(index, label, depth + 1, 0),
          body: inner(),
        }),
      )
      if (this.#timeouts) kinds.push(() => ({ id, op: 'timeout', ms: this.pick(TIMES), body: inner() }))
    }
    return this.pick(kinds)()
  }

  waits(id: number, index: number, label: string, depth: number): (() => Step)[] {
    const inner = () => (depth < DEEPEST ? this.body(index, label, depth + 1, 1) : [])
    return [
      () => ({ id, op: 'lock', lock: this.below(2), body: inner() }),
      () => ({ id, op: 'semaphore', semaphore: this.below(2), body: inner() }),
      () => ({ id, op: 'eventWait', event: this.below(2) }),
      () => ({ id, op: 'conditionWait', condition: 0 }),
      () => ({ id, op: 'notify', condition: 0, count: 1 + this.below(2) }),
      () => ({ id, op: 'barrier', barrier: 0 }),
      () => ({ id, op: this.pick(['put', 'get']), queue: this.below(2) }),
      () => ({ id, op: this.pick(['put', 'get', 'join']), queue: this.below(2) }),
    ]
  }

  managers(index: number, label: string, depth: number): Manager[] {
    return Array.from({ length: 1 + this.below(2) }, () => ({
      enter: this.body(index, label, depth + 1, 0),
      exit: this.body(index, label, depth + 1, 0),
      swallow: this.chance(0.3),
    }))
  }

  group(id: number, index: number, label: string, depth: number): Step {
    const children = Array.from({ length: 1 + this.below(3) }, (_, child) => {
      const name = `g${id}.${child}`
      this.#targets.push(name)
      return { label: name, body: this.body(index, name, depth + 1, 1) }
    })
    return { id, op: 'group', children, body: this.body(index, label, depth + 1, 0) }
  }

  action(): Action {
    const id = this.#steps++
    const future = this.below(3)
    const kinds: (() => Action)[] = [
      () => ({ id, op: this.pick(['set', 'set', 'fail', 'cancelFuture']), future }),
      () => ({ id, op: 'cancel', target: this.pick(this.#targets), soon: this.#timeouts }),
    ]
    if (this.chance(0.3)) kinds.push(() => ({ id, op: this.pick(['setVariable', 'getVariable']) }))
    if (this.#withSync) {
      kinds.push(
        () => ({ id, op: 'taskDone', queue: this.below(2) }),
        () => ({ id, op: this.pick(['eventSet', 'eventClear']), event: this.below(2) }),
        () => ({ id, op: 'releaseSemaphore', semaphore: this.below(2) }),
        () => ({ id, op: this.pick(['putNowait', 'getNowait']), queue: this.below(2) }),
        () =>
          this.chance(0.3)
            ? { id, op: 'shutdown', queue: this.below(2), immediate: this.chance(0.5) }
            : { id, op: 'cancelFuture', future },
      )
    }
    return this.pick(kinds)()
  }

  ref(index: number, depth: number): Ref {
    const kinds: (() => Ref)[] = [() => ({ future: this.below(3) }), () => ({ sleep: this.pick(TIMES) })]
    if (index + 1 < this.#tasks) kinds.push(() => ({ task: index + 1 + this.below(this.#tasks - index - 1) }))
    if (depth < DEEPEST) kinds.push(() => this.coroutine(index, depth))
    return this.pick(kinds)()
  }

  coroutine(index: number, depth: number): Ref {
    const label = `c${this.#steps++}`
    return { label, body: this.body(index, label, depth + 1, 1) }
  }

  refs(index: number, depth: number): Ref[] {
    return Array.from({ length: 1 + this.below(3) }, () => this.ref(index, depth))
  }

  coroutines(index: number, depth: number): Ref[] {
    return Array.from({ length: 1 + this.below(3) }, () => this.coroutine(index, depth))
  }

  /** wait() takes no coroutines. */
  pending(index: number): Ref[] {
    const later = Array.from(
      { length: this.#tasks - index - 1 },
      (_, other): Ref => ({ task: index + 1 + other }),
    )
    const futures = [0, 1, 2].map((future): Ref => ({ future }))
    const all = [...later, ...futures].filter(() => this.chance(0.5))
    return all.length === 0 ? [{ future: 0 }] : all
  }
}

export function generate(seed: number, withSync: boolean): RandomProgram {
  return new Generator(seed, withSync).program()
}
