/**
 * The call graph: which task awaits which.
 *
 * A running program records nothing for it. A task knows the one future it waits for. A future that joins
 * others knows those, and a wait list may know which tasks hold what is waited for. The graph is read off
 * when it is asked for, and each task stands in it once, however many ways lead to it.
 */

import { describeValue } from '../base/errors.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { state } from '../current/state.ts'
import { type Future, isFuture } from '../future/future.ts'
import { isTask, type Link } from '../loop/behind.ts'
import { currentTask } from '../task/current-task.ts'
import type { Task } from '../task/task.ts'
import type { StackFrame } from '../tracing/stack-frame.ts'
import { atOnce, type Sliced } from './sliced.ts'
import { print, SlicedText } from './sliced-text.ts'
import { TasksAbove } from './tasks-above.ts'

/** A future, its call stack if it is a task, and the tasks that await it. asyncio: `FutureCallGraph`. */
export interface FutureCallGraph {
  future: Future<unknown>
  /** Innermost last. */
  callStack: StackFrame[]
  awaitedBy: FutureCallGraph[]
}

export interface CallGraphOptions {
  /** How many frames of each stack to take, counted from the innermost. */
  limit?: number | undefined
}

export const GRAPH_OPTIONS: OptionKinds = { limit: 'count', write: 'function' }

/**
 * The tasks that await `future` (by default the current task), the tasks that await those, and so on, each
 * with its stack. In a circle, the task that would come a second time has no stack and no list of tasks. A
 * task that is reached in several ways is the same object each time. Returns null if there is no current
 * task. asyncio: `asyncio.capture_call_graph`.
 */
export function captureCallGraph(
  future?: Future<unknown>,
  options: CallGraphOptions = {},
): FutureCallGraph | null {
  return atOnce(look('captureCallGraph()', future, options))
}

/**
 * `captureCallGraph` as a look in slices: `await inSlices(slicedCallGraph(task))`. What ends between two
 * slices is left out. Throws what `captureCallGraph` throws, at the call.
 */
export function slicedCallGraph(
  future?: Future<unknown>,
  options: CallGraphOptions = {},
): Sliced<FutureCallGraph | null> {
  return look('slicedCallGraph()', future, options)
}

function look(
  what: string,
  future: Future<unknown> | undefined,
  options: CallGraphOptions,
): Sliced<FutureCallGraph | null> {
  checkOptions(options, what, GRAPH_OPTIONS)
  const start = future ?? (state.loop === null ? null : currentTask())
  if (start !== null && !isFuture(start))
    throw new TypeError(`Expected a future or a task, got ${describeValue(start)}`)
  return graphOf(start, options)
}

/** A node whose awaiting tasks are being added. */
interface Open {
  readonly node: FutureCallGraph
  readonly tasks: Iterator<Task<unknown>>
  readonly through: Link | undefined
}

function* graphOf(start: Future<unknown> | null, options: CallGraphOptions): Sliced<FutureCallGraph | null> {
  if (start === null) return null
  const above = new TasksAbove()
  yield* above.follow(start.getLoop())
  const made = new Map<Future<unknown>, FutureCallGraph>()
  // Of the tasks of one gather, each is awaited by the same tasks.
  const lists = new Map<Link, FutureCallGraph[]>()
  const path: Open[] = []
  const onPath = new Set<Future<unknown>>()
  const enter = (future: Future<unknown>): FutureCallGraph => {
    const node: FutureCallGraph = { future, callStack: stackOf(future, options), awaitedBy: [] }
    const through = above.through(future)
    const list = through === undefined ? undefined : lists.get(through)
    if (list !== undefined) node.awaitedBy = list
    else {
      path.push({ node, tasks: above.of(future).values(), through })
      onPath.add(future)
    }
    made.set(future, node)
    return node
  }
  const root = enter(start)
  for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
    yield
    const { value: task, done } = at.tasks.next()
    const { awaitedBy, future } = at.node
    if (done === true) {
      path.pop()
      onPath.delete(future)
      // Only now: a list that is on the path may lead back to itself.
      if (at.through !== undefined) lists.set(at.through, awaitedBy)
    } else if (onPath.has(task)) awaitedBy.push({ future: task, callStack: [], awaitedBy: [] })
    else if (!task.done()) awaitedBy.push(made.get(task) ?? enter(task))
  }
  return root
}

/**
 * `captureCallGraph` as text. What stands in it again is shown in short. asyncio:
 * `asyncio.format_call_graph`.
 */
export function formatCallGraph(future?: Future<unknown>, options: CallGraphOptions = {}): string {
  const graph = atOnce(look('formatCallGraph()', future, options))
  if (graph === null) return ''
  const text = new SlicedText(4)
  const shown = new Set<FutureCallGraph | FutureCallGraph[]>()
  const open: [FutureCallGraph, depth: number][] = [[graph, 0]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, depth] = next
    const { future: at, callStack, awaitedBy } = node
    const isWhole = callStack.length + awaitedBy.length === 0 || !shown.has(node)
    text.add(depth, `* ${title(at)}${isWhole ? '' : ' (see above)'}`)
    if (!isWhole) continue
    shown.add(node)
    if (callStack.length > 0) {
      text.add(depth, '  + Call stack:')
      for (const frame of callStack) text.add(depth, `  |   at ${frame}`)
    }
    if (awaitedBy.length === 0) continue
    const isAgain = shown.has(awaitedBy)
    text.add(depth, `  + Awaited by${isAgain ? ` the same ${awaitedBy.length} as above` : ':'}`)
    if (isAgain) continue
    shown.add(awaitedBy)
    for (const each of awaitedBy.toReversed()) open.push([each, depth + 1])
  }
  return text.whole()
}

/**
 * Prints `formatCallGraph` to the standard error, or with `write` if it is given. asyncio:
 * `asyncio.print_call_graph`.
 */
export function printCallGraph(
  future?: Future<unknown>,
  options: CallGraphOptions & { write?: ((text: string) => void) | undefined } = {},
): void {
  print(formatCallGraph(future, options), options.write)
}

/** The stack of a task, down to `limit` frames; empty for what is no task. */
export function stackOf(future: Future<unknown>, { limit }: CallGraphOptions): StackFrame[] {
  if (!isTask(future) || limit === 0) return []
  return future.getStack(limit === undefined ? {} : { limit })
}

function title(future: Future<unknown>): string {
  return isTask(future) ? `Task(name='${future.name}')` : `Future(${future.describe()})`
}
