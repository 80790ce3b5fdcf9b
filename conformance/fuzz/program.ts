// The language of random programs: data that interpreter.py runs on asyncio and interpreter.ts on acoro.
//
// It is made so that a program always ends (no loops) and never means two things: every step has a number,
// every task a label, and a task awaits only tasks of a higher index, because cancelling a ring of tasks that
// await one another is endless recursion in asyncio. Objects (futures, locks, …) are made up front and named
// by index.

/**
 * Something to await: a task by index (made when first named), a future, a sleep, or steps as a coroutine.
 */
export type Ref =
  | { readonly task: number }
  | { readonly future: number }
  | { readonly sleep: number }
  | { readonly label: string; readonly body: Step[] }

/** What never waits, and so may also be done by a timer. */
export type Action = { readonly id: number } & (
  | { readonly op: 'set' | 'fail' | 'cancelFuture'; readonly future: number }
  | { readonly op: 'cancel'; readonly target: string; readonly soon: boolean }
  | { readonly op: 'spawn'; readonly task: number; readonly eager: boolean }
  | { readonly op: 'eventSet' | 'eventClear'; readonly event: number }
  | { readonly op: 'releaseSemaphore'; readonly semaphore: number }
  | { readonly op: 'putNowait' | 'getNowait'; readonly queue: number }
  | { readonly op: 'shutdown'; readonly queue: number; readonly immediate: boolean }
  | { readonly op: 'taskDone'; readonly queue: number }
  | { readonly op: 'setVariable' | 'getVariable' }
)

export type Step =
  | Action
  | ({ readonly id: number } & (
      | { readonly op: 'await' | 'shield'; readonly ref: Ref }
      | { readonly op: 'waitFor'; readonly ref: Ref; readonly ms: number }
      | { readonly op: 'gather'; readonly refs: Ref[]; readonly keep: boolean }
      | { readonly op: 'asCompleted'; readonly refs: Ref[]; readonly ms: number | null }
      | { readonly op: 'wait'; readonly refs: Ref[]; readonly ms: number | null; readonly when: ReturnWhen }
      | { readonly op: 'timeout'; readonly ms: number; readonly body: Step[] }
      | {
          readonly op: 'group'
          readonly children: { readonly label: string; readonly body: Step[] }[]
          readonly body: Step[]
        }
      | { readonly op: 'try'; readonly body: Step[]; readonly swallow: boolean; readonly last: Step[] }
      | { readonly op: 'later'; readonly ms: number; readonly action: Action }
      | { readonly op: 'raise' | 'uncancel' }
      | { readonly op: 'lock'; readonly lock: number; readonly body: Step[] }
      | { readonly op: 'semaphore'; readonly semaphore: number; readonly body: Step[] }
      | { readonly op: 'eventWait'; readonly event: number }
      | { readonly op: 'conditionWait'; readonly condition: number }
      | { readonly op: 'notify'; readonly condition: number; readonly count: number }
      | { readonly op: 'barrier'; readonly barrier: number }
      | { readonly op: 'put' | 'get' | 'join'; readonly queue: number }
      | { readonly op: 'with'; readonly managers: Manager[]; readonly body: Step[] }
      | {
          readonly op: 'generator'
          readonly items: { readonly body: Step[] }[]
          readonly last: Step[]
          readonly body: Step[]
        }
    ))

/** An async context manager, as steps. Several are entered through an exit stack. */
export interface Manager {
  readonly enter: Step[]
  readonly exit: Step[]
  readonly swallow: boolean
}

export type ReturnWhen = 'FIRST_COMPLETED' | 'FIRST_EXCEPTION' | 'ALL_COMPLETED'

export interface RandomProgram {
  /** The bodies of the tasks t0, t1, …; t0 is main. */
  readonly tasks: Step[][]
  readonly futures: number
  readonly locks: number
  readonly semaphores: number[]
  readonly events: number
  readonly conditions: number
  readonly barriers: number[]
  readonly queues: number[]
}
