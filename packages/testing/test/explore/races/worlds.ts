/**
 * The worlds that the races run in: timers of the platform for plain programs, tasks for generator programs.
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  createTask,
  Future,
  gather,
  getRunningLoop,
  sleep,
} from '@acoro/core'
import type { Program, World } from './race.ts'

/** How long I/O takes, in ms. 0 is a bare turn. */
export type Delay = 0 | 10

/** `program` as an async function that acoro knows nothing of. */
export function plain(program: Program, delay: Delay): () => Promise<void> {
  const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))
  const world: World = {
    io: () => wait(delay),
    sleep: wait,
    spawn: (work) => work,
    all: (work) => Promise.all(work),
    deferred() {
      let resolve = () => {}
      const promise = new Promise<void>((settle) => {
        resolve = settle
      })
      return { promise, resolve }
    },
  }
  return () => program(world)
}

/** The same program as a coroutine: its text, with `function*` and `yield*`. */
export function asGenerators(program: Program, delay: Delay): () => Awaitable<void> {
  const text = program
    .toString()
    .replace(/\basync function\b/g, 'function*')
    .replace(/\basync (\w+)\(/g, '*$1(')
    .replace(/\bawait\b/g, 'yield*')
  const { main } = new Function(`return { main: ({ ${text} }).${program.name} }`)() as {
    main: (world: object) => Coroutine<void>
  }
  const world = {
    io: () => sleep(delay),
    sleep,
    // As a call of an async function, it runs until it waits.
    spawn: (work: Coroutine<unknown>) => createTask(work, { eager: true }),
    all: (work: readonly Awaitable<unknown>[]) => gather(work),
    deferred() {
      const future = new Future<void>(getRunningLoop())
      return { promise: future, resolve: () => future.setResult() }
    },
  }
  return coroutine(function* () {
    yield* main(world)
  })
}
