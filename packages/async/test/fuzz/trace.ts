// Runs a program and keeps its trace.

import type { Program } from '../support/compilers.ts'

/** A program logs so many lines at most: one that goes on for ever is ended. */
const MOST_LINES = 3_000

export interface Trace {
  /** All lines, in their order. */
  readonly lines: readonly string[]
  /** The lines of each call. */
  readonly calls: Readonly<Record<string, readonly string[]>>
  readonly outcome: string
  /** Was it ended, because it logged too much? Where that was depends on the order of its calls. */
  readonly isCut: boolean
}

function text(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (typeof value === 'object' && value !== null) {
    try {
      return JSON.stringify(value)
    } catch {
      return 'what cannot be shown'
    }
  }
  return String(value)
}

/** Runs `program` to the end of all its calls. */
export async function traceOf(program: Program): Promise<Trace> {
  const lines: string[] = []
  const calls: Record<string, string[]> = {}
  const add = (id: string, line: string): void => {
    if (lines.length >= MOST_LINES) throw new RangeError('a program that does not end')
    lines.push(`${id}: ${line}`)
    calls[id] ??= []
    calls[id].push(line)
  }
  const log = (id: string, ...values: unknown[]): void => add(id, values.map(text).join(' '))
  const made = new Map<string, number>()
  const env = {
    /** A path that no other call has, though the same line may call again. */
    path(id: string, line: number | string) {
      const count = (made.get(`${id}.${line}`) ?? 0) + 1
      made.set(`${id}.${line}`, count)
      return count === 1 ? `${id}.${line}` : `${id}.${line}x${count}`
    },
    log,
    text,
    error: (n: number) => new Error(`e${n}`),
    later(id: string, promise: Promise<unknown>) {
      const name = env.path(id, 'later')
      if (Object.prototype.toString.call(promise) !== '[object Promise]') add(id, 'no promise')
      promise.then(
        (value) => log(name, 'later', text(value)),
        (error: unknown) => log(name, 'later failed', text(error)),
      )
    },
    mayThrow(id: string, n: number) {
      if (n < 1) throw new Error(`parameter of ${id}`)
      return n
    },
    mayReject: (n: number, value: number) =>
      n > 1 ? Promise.resolve(value) : Promise.reject(new Error(`r${value}`)),
    // biome-ignore lint/suspicious/noThenProperty: that is what it is for.
    thenable: (value: unknown) => ({ then: (resolve: (value: unknown) => void) => resolve(value) }),
    deep(levels: number, value: unknown) {
      let promise = Promise.resolve(value)
      for (let level = 0; level < levels; level++) promise = promise.then((result) => result)
      return promise
    },
    iterable(id: string, count: number, fails: boolean) {
      let at = 0
      return {
        [Symbol.asyncIterator]() {
          return this
        },
        next() {
          if (at === count && fails) return Promise.reject(new Error('iterator'))
          return Promise.resolve({ value: ++at, done: at > count })
        },
        return() {
          add(id, 'closed')
          return Promise.resolve({ value: undefined, done: true })
        },
      }
    },
    resource(id: string) {
      return {
        name: `resource of ${id}`,
        [Symbol.dispose]: () => add(id, 'disposed'),
        [Symbol.asyncDispose]: () => {
          add(id, 'disposing')
          return Promise.resolve().then(() => add(id, 'disposed'))
        },
      }
    },
    Base: class {
      base(): string {
        return 'base'
      }
      static sbase(): string {
        return 'static base'
      }
    },
  }
  let outcome: string
  try {
    outcome = `returned ${text(await program(env))}`
  } catch (error) {
    outcome = `threw ${text(error)}`
  }
  // What was left floating goes on for a while.
  for (let turns = 0; turns < 2; turns++) await new Promise((resolve) => setImmediate(resolve))
  return { lines, calls, outcome, isCut: lines.length >= MOST_LINES }
}
