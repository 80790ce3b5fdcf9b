/**
 * Deadlock: nothing is left that could wake a task. Such a program would otherwise hang, or end without a
 * word.
 *
 * If something is still under way outside the loop (a promise), the loop cannot know whether it will ever
 * settle. The process ends all the same. The loop then says so on the way out, and sets the exit code that
 * Node has for this case.
 */

import type { EventLoop } from '../base/above.ts'
import { DeadlockError } from '../base/errors.ts'
import { PENDING } from '../base/flags.ts'
import { limitStacks } from '../base/stack-limit.ts'
import type { Blocker } from '../future/blocker.ts'
import type { Future } from '../future/future.ts'
import { allTasks } from '../task/current-task.ts'
import type { Task } from '../task/task.ts'
import { allBehind, isTask, type Link, linkOf } from './behind.ts'
import { describeWait } from './describe-wait.ts'

/** The most tasks to list. Of thousands, the first ones tell the story. */
const MOST_LISTED = 20

/**
 * The error that lists each waiting task of `loop`: what it waits for, and where. It also names the tasks
 * that wait for each other in a circle. With `stuck`, it lists those while others go on.
 */
export function deadlockError(loop: EventLoop, stuck?: readonly Task<unknown>[]): DeadlockError {
  const tasks = stuck ?? [...allTasks(loop)]
  const beside = stuck === undefined ? 'for what nothing' : 'for what only they could bring, so nothing'
  const lines = [`deadlock at ${now(loop)} ms: ${waiting(tasks)} ${beside} will finish`, ...listing(tasks)]
  const circle = findCircle(tasks)
  if (circle !== undefined) lines.push(`  in a circle: ${named(circle)}`)
  const limit = limitStacks(0)
  const error = new DeadlockError(lines.join('\n'))
  limitStacks(limit)
  return error
}

/**
 * A run that still waits when its process is about to end. The loop cannot know that the wait is hopeless.
 */
export class Stranding {
  readonly #loop: EventLoop
  #told: string | undefined
  #takeBack: (() => void) | undefined

  constructor(loop: EventLoop) {
    this.#loop = loop
  }

  /**
   * Says where each task stands, and what it waits for from outside. Says it once, as long as the text stays
   * the same.
   */
  tell(awaited: Future<unknown>): void {
    const loop = this.#loop
    const tasks = [...allTasks(loop)]
    const who = tasks.length === 0 ? `a run waits for ${awaited.describe()}` : waiting(tasks)
    const lines = listing(tasks)
    const open = [...new Set([...loop._externals].map(({ what }) => what))]
    if (open.length > 0) lines.push(`  under way: ${open.slice(0, MOST_LISTED).join(', ')}`)
    const what = lines.join('\n')
    if (this.#told === what) return
    this.#told = what
    this.end()
    this.#takeBack = loop._host.giveUp?.(
      `the process ends at ${now(loop)} ms while ${who}, and nothing is left to do that could end the wait:\n${what}`,
    )
  }

  /** The program went on after all. */
  end(): void {
    this.#takeBack?.()
    this.#takeBack = undefined
  }
}

function now(loop: EventLoop): number {
  return Number(loop.time().toFixed(1))
}

function waiting(tasks: readonly unknown[]): string {
  return tasks.length === 1 ? '1 task waits' : `${tasks.length} tasks wait`
}

function listing(tasks: readonly Task<unknown>[]): string[] {
  const lines: string[] = []
  for (const task of tasks.slice(0, MOST_LISTED)) {
    lines.push(`  ${describeWait(task)}`, ...task.getStack().map((frame) => `      at ${frame}`))
  }
  if (tasks.length > MOST_LISTED) lines.push(`  … and ${tasks.length - MOST_LISTED} more`)
  return lines
}

/** Shortens a long circle to its two ends. */
function named(circle: readonly Task<unknown>[]): string {
  const names = circle.map((task) => `'${task.name}'`)
  if (names.length > MOST_LISTED) names.splice(MOST_LISTED - 1, names.length - MOST_LISTED, '…')
  return names.join(' → ')
}

/**
 * The tasks of `loop` that wait for one another, or for themselves, and for nobody else: no other task can
 * end their waits, but by a cancellation. A wait for what has no known holder counts as one that may end. So
 * does a wait for several tasks of which one can go on.
 */
export function stuckTasks(loop: EventLoop): Task<unknown>[] {
  const tasks = allTasks(loop)
  const above = new Map<Link, Link[]>()
  const goOn = new Set<Link>()
  // Each link once, however many tasks wait for it.
  const open: Link[] = [...tasks]
  const seen = new Set<Link>(open)
  for (let link = open.pop(); link !== undefined; link = open.pop()) {
    const behind = isTask(link) ? waitOf(link) : allBehind(link)
    if (behind.length === 0 || behind.some((next) => next._status !== PENDING)) goOn.add(link)
    for (const each of behind) {
      const next = linkOf(each)
      const known = above.get(next)
      if (known === undefined) above.set(next, [link])
      else known.push(link)
      if (seen.has(next)) continue
      seen.add(next)
      open.push(next)
    }
  }
  for (const link of goOn) for (const next of above.get(link) ?? []) goOn.add(next)
  return [...tasks].filter((task) => !goOn.has(task))
}

function waitOf({ _waitsFor: waitsFor }: Task<unknown>): readonly Blocker[] {
  return waitsFor === null ? [] : [waitsFor]
}

/** The tasks whose progress can end the wait of `task`; null if it need not be one of them. */
export function holdersBehind(task: Task<unknown>): Set<Future<unknown>> | null {
  const holders = new Set<Future<unknown>>()
  const seen = new Set<Future<unknown>>()
  const open: Future<unknown>[] = [...task._dependsOn()]
  if (open.length === 0) return null
  for (let future = open.pop(); future !== undefined; future = open.pop()) {
    if (seen.has(future)) continue
    seen.add(future)
    if (future.done()) return null
    if (future._kind === 'Task') {
      holders.add(future)
      continue
    }
    const next = [...future._dependsOn()]
    if (next.length === 0) return null
    open.push(...next)
  }
  return holders
}

/** Returns a circle of tasks: each waits for the next, and the last is the first again. */
function findCircle(tasks: readonly Task<unknown>[]): Task<unknown>[] | undefined {
  const seen = new Set<Future<unknown>>()
  for (const start of tasks) {
    // A depth-first search without recursion: chains may be long.
    const path: Future<unknown>[] = []
    const onPath = new Map<Future<unknown>, number>()
    const open: Iterator<Future<unknown>>[] = [([start] as Future<unknown>[]).values()]
    while (open.length > 0) {
      const { value: future, done: none } = (open.at(-1) as Iterator<Future<unknown>>).next()
      if (none === true) {
        open.pop()
        onPath.delete(path.pop() as Future<unknown>)
        continue
      }
      const at = onPath.get(future)
      if (at !== undefined) {
        const circle = path.slice(at).filter((each) => each._kind === 'Task') as Task<unknown>[]
        if (circle.length > 0) return [...circle, circle[0] as Task<unknown>]
      }
      if (seen.has(future) || future.done()) continue
      seen.add(future)
      onPath.set(future, path.length)
      path.push(future)
      open.push(future._dependsOn()[Symbol.iterator]())
    }
  }
  return undefined
}
