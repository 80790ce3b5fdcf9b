/**
 * The file of a failing order, or of a recorded run: what each step changed, as JSON.
 *
 * `npx -p @acoro/console acoro open FILE` opens it. Its types stand in `@acoro/console`, too
 * (`protocol/order.ts`), because neither package needs the other; `scripts/test/order-file.test.ts` holds
 * both to the same. `version` changes when a reader of today could not read the file any more.
 */

export interface OrderFile {
  readonly format: 'acoro-order'
  readonly version: 1
  /** The name of the program that ran. */
  readonly program: string
  /** The name and the message of the error that it failed with; null if it did not fail. */
  readonly error: string | null
  /** The user's innermost line in the stack of that error: `bank.ts:12`; null if it is unknown. */
  readonly failedAt: string | null
  /** The call that repeats it: `replay('1w1/3', main)`; null if it is no order of `explore`. */
  readonly replay: string | null
  /** What else is to be said of the failure, in a sentence; empty if there is nothing. */
  readonly note: string
  /** The tasks, in the order in which the run met them. Everywhere else a task is its index in this list. */
  readonly tasks: readonly OrderTask[]
  /** The locks, queues and the like that changed. Everywhere else one is its index in this list. */
  readonly primitives: readonly OrderPrimitive[]
  /** In the order in which they happened. */
  readonly steps: readonly OrderStep[]
  /** How many steps at the end were left out, because there were too many. */
  readonly more: number
}

export interface OrderTask {
  /** `task 2 (deposit(50))`, or its own name. */
  readonly name: string
  /** The task that made it; null if no task did, or if it is unknown. */
  readonly parent: number | null
}

export interface OrderPrimitive {
  /** `Lock`, `Queue`. */
  readonly kind: string
  /** Empty if it has none. */
  readonly name: string
}

/** Something that happens: a task goes on, a callback runs, a timer fires, a fault strikes. */
export interface OrderStep {
  /** ms of virtual time. */
  readonly at: number
  /** What goes on, in words. */
  readonly what: string
  /** The task that is stepped; null if it is none. */
  readonly task: number | null
  /** The line at which the task goes on, as `file:line`; null if it is unknown. */
  readonly place: string | null
  /** What the task does then, in words: `waits for Lock.acquire`, `ends`; null if there is nothing to say. */
  readonly after: string | null
  /** The tasks that could have gone on before this step, in the order of the loop. */
  readonly ready: readonly number[]
  /** How many more were ready: only the first are listed. */
  readonly moreReady: number
  /** Why it is this that happens, in words: `nothing else was ready`. */
  readonly why: string
  /** The decision of the order that led to it; null if there was nothing to decide. */
  readonly choice: OrderChoice | null
  /** The tasks that are in another state after this step. */
  readonly tasks: readonly TaskChange[]
  /** The primitives that are in another state after this step. */
  readonly primitives: readonly PrimitiveChange[]
}

export interface OrderChoice {
  /** What is decided: `task`, `timer`, `fault`, `cancel`, `latency` and so on. */
  readonly kind: string
  /** What could have happened, in words. The first is what happens by itself. */
  readonly candidates: readonly string[]
  /** The index of the one that happened. */
  readonly picked: number
}

export interface TaskChange {
  readonly task: number
  readonly state: 'ready' | 'waiting' | 'returned' | 'failed' | 'cancelled'
  /** What it waits for, or the error that it failed with; null otherwise. */
  readonly text: string | null
}

export interface PrimitiveChange {
  readonly primitive: number
  /** Its `statistics()`, each entry as text: `['waiting', '2']`. */
  readonly statistics: readonly (readonly [name: string, value: string])[]
  /** The tasks that hold it; null if it does not say. */
  readonly holders: readonly number[] | null
}
