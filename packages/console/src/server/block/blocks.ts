/**
 * The blocks of the program's thread: the one that lasts, with its line, and the last ones that have ended.
 */

import { EXITING, STEPS } from '../../link/cells.ts'
import type { StartData } from '../../link/start.ts'
import type { TaskRef } from '../../protocol/rows.ts'
import type { Block } from '../../protocol/state.ts'
import type { ProgramLink } from '../program/program-link.ts'
import { type Probed, probeStack } from './stack-probe.ts'
import { LOOK_EVERY, type Standstill, Watchdog } from './watchdog.ts'

/** How many ended blocks are kept. */
const KEPT = 5

interface Lasting {
  readonly standstill: Standstill
  readonly ended: AbortController
  probed: Probed | null
  /** Was the listener told that it is long? */
  isTold: boolean
}

/** ms since the process began, which is the same in all of its threads. */
export function uptime(): number {
  return process.uptime() * 1000
}

/** Hears of blocks as they happen. Times are ms on the clock of the worker. */
export interface BlockListener {
  /** It lasts so long that the recording is to be saved. */
  long?(taskId: number, ms: number): void
  ended(block: Omit<Block, 'task'> & { readonly taskId: number }): void
}

export class Blocks {
  readonly #data: StartData
  readonly #watchdog: Watchdog
  #lasting: Lasting | null = null
  readonly listeners: BlockListener[] = []
  #last: (Omit<Block, 'task'> & { readonly taskId: number; readonly name: string | null })[] = []

  constructor(data: StartData, link: ProgramLink) {
    this.#data = data
    this.#watchdog = new Watchdog(data.cells, data.blockedAfter, () => link.dueSince, uptime())
  }

  /** Looks from now on. */
  begin(): void {
    setInterval(() => this.#look(), LOOK_EVERY)
  }

  /** Steps so far, modulo 2^32. */
  get steps(): number {
    return (this.#data.cells[STEPS] as number) >>> 0
  }

  /** Who holds the process, if that is why nothing moves. */
  get stoppedBy(): string | null {
    return this.#lasting?.probed?.isHeld === true ? 'a debugger' : null
  }

  /** The block that lasts now. */
  now(nameOf: (id: number) => TaskRef): Block | null {
    const lasting = this.#lasting
    if (lasting === null || lasting.probed?.isHeld === true) return null
    const { standstill, probed } = lasting
    return {
      from: standstill.from,
      until: null,
      task: standstill.task === 0 ? null : named(nameOf(standstill.task), probed?.name ?? null),
      stack: probed?.stack ?? [],
      noStack: probed === null ? 'it is being asked' : probed.why,
    }
  }

  /** The last ones, newest first. */
  ended(nameOf: (id: number) => TaskRef): Block[] {
    return this.#last.map(({ taskId, name, ...block }) => ({
      ...block,
      task: taskId === 0 ? null : named(nameOf(taskId), name),
    }))
  }

  #look(): void {
    const { began, ended } = this.#watchdog.look(uptime())
    if (ended !== undefined) this.#end(ended)
    if (began !== undefined) this.#begin(began)
    const lasting = this.#lasting
    if (lasting === null || lasting.isTold || lasting.probed?.isHeld === true) return
    const ms = uptime() - lasting.standstill.from
    if (ms < this.#data.saveAfter) return
    lasting.isTold = true
    for (const listener of this.listeners) listener.long?.(lasting.standstill.task, ms)
  }

  #begin(standstill: Standstill): void {
    const lasting: Lasting = { standstill, ended: new AbortController(), probed: null, isTold: false }
    this.#lasting = lasting
    if ((this.#data.cells[EXITING] as number) !== 0) return
    void probeStack(lasting.ended.signal).then((probed) => {
      lasting.probed = probed
    })
  }

  #end({ from, until, task }: Standstill & { readonly until: number }): void {
    const lasting = this.#lasting
    this.#lasting = null
    lasting?.ended.abort()
    const probed = lasting?.probed ?? null
    if (probed?.isHeld === true) return
    const noStack = probed === null ? 'it ended before it could be asked' : probed.why
    const { stack = [], name = null } = probed ?? {}
    const block = { from, until, taskId: task, name, stack, noStack }
    this.#last = [block, ...this.#last].slice(0, KEPT)
    for (const listener of this.listeners) listener.ended(block)
  }
}

/** The name that the program's thread told while it was paused: no survey may have seen the task. */
function named(ref: TaskRef, name: string | null): TaskRef {
  return name === null ? ref : { ...ref, name }
}
