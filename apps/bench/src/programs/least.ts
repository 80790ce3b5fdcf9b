/**
 * The least that a loop which drives generators can cost, in asyncio's order: a task is a generator and one
 * object, and the ready ones stand in one queue. Nothing can be cancelled, named, looked at or told of, and
 * only what is thrown into a task is caught. What acoro's figures are above these is the price of all that.
 */

export type Steps<T> = Generator<Future<unknown> | undefined, T, unknown>

interface Ready {
  step(): void
}

let ready: Ready[] = []

/** Its own iterator, for `yield*`: it suspends once, unless it is settled. */
export class Future<T> implements Iterator<Future<unknown>, T, unknown> {
  settled = false
  value: T = undefined as T
  waiter: Ready | null = null

  settle(value: T): void {
    this.settled = true
    this.value = value
    if (this.waiter !== null) ready.push(this.waiter)
  }

  next(): IteratorResult<Future<unknown>, T> {
    return this.settled ? { done: true, value: this.value } : { done: false, value: this }
  }

  [Symbol.iterator](): this {
    return this
  }
}

export class Task<T> extends Future<T> {
  generator: Steps<T> | null

  constructor(generator: Steps<T>, eager = false) {
    super()
    this.generator = generator
    if (eager) this.step()
    else ready.push(this)
  }

  step(): void {
    this.handle(this.generator!.next())
  }

  /** Throws where it waits. */
  raise(error: unknown): void {
    try {
      this.handle(this.generator!.throw(error))
    } catch {
      this.generator = null
      this.settle(undefined as T)
    }
  }

  protected handle(result: IteratorResult<Future<unknown> | undefined, T>): void {
    if (result.done === true) {
      this.generator = null
      this.settle(result.value)
    } else if (result.value === undefined) ready.push(this)
    else result.value.waiter = this
  }
}

/** Steps what is ready, until nothing is. */
export function drain(): void {
  while (ready.length > 0) {
    const now = ready
    ready = []
    for (let i = 0; i < now.length; i++) now[i]!.step()
  }
}

/** Runs a program without timers to its end. */
export function run(main: () => Steps<number>): Promise<number> {
  const task = new Task(main())
  drain()
  return Promise.resolve(task.value)
}

/** Waits for tasks, all at once: it is called when each has ended. */
export class Gathering extends Future<number[]> {
  readonly tasks: readonly Task<number>[]
  left: number

  constructor(tasks: readonly Task<number>[]) {
    super()
    this.tasks = tasks
    this.left = tasks.length
    for (const task of tasks) task.waiter = this
  }

  step(): void {
    if (--this.left === 0) this.settle(this.tasks.map(({ value }) => value))
  }
}

/** Timers in a binary heap, above one timer of the platform. */
export class Timers {
  readonly heap: { when: number; fire: () => void }[] = []

  add(delay: number, fire: () => void): void {
    const { heap } = this
    const timer = { when: performance.now() + delay, fire }
    let at = heap.push(timer) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (heap[parent]!.when <= timer.when) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = timer
  }

  /** Fires all, each when it is due. */
  begin(): void {
    const now = performance.now()
    while (this.heap.length > 0 && this.heap[0]!.when <= now) this.pop()()
    drain()
    if (this.heap.length > 0)
      setTimeout(() => this.begin(), Math.ceil(this.heap[0]!.when - performance.now()))
  }

  pop(): () => void {
    const { heap } = this
    const { fire } = heap[0]!
    const last = heap.pop()!
    const size = heap.length
    if (size === 0) return fire
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && heap[child + 1]!.when < heap[child]!.when) child++
      if (heap[child]!.when >= last.when) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return fire
  }
}
