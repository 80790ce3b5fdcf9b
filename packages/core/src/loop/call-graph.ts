/**
 * The call graph: which task awaits which.
 *
 * A running program records nothing for it. A task knows the one future it waits for. A future that joins
 * others knows those, and a wait list may know which tasks hold what is waited for. The graph is read off
 * when it is asked for.
 */

import type { EventLoop } from '../base/above.ts'
import { describeValue } from '../base/errors.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { textOf } from '../base/text.ts'
import { world } from '../current/host.ts'
import { state } from '../current/state.ts'
import { type Future, isFuture } from '../future/future.ts'
import { checkLoop } from '../scheduler/check.ts'
import { allTasks, currentTask } from '../task/current-task.ts'
import type { Task } from '../task/task.ts'
import type { StackFrame } from '../tracing/stack-frame.ts'

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

const GRAPH_OPTIONS: OptionKinds = { limit: 'count', write: 'function' }
const TASKS_OPTIONS: OptionKinds = { ...GRAPH_OPTIONS, loop: checkLoop }

/**
 * The futures that the end of `future` depends on, down to the next tasks, in the order found. `future` is
 * left out.
 */
function behind(future: Future<unknown>): Set<Future<unknown>> {
  const found = new Set<Future<unknown>>()
  // Without recursion, as everywhere in this file: chains of waits may be longer than the stack.
  const open = [future._dependsOn()[Symbol.iterator]()]
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const { value: next, done } = at.next()
    if (done === true) open.pop()
    else if (next !== future && !found.has(next) && !next.done()) {
      found.add(next)
      if (next._kind !== 'Task') open.push(next._dependsOn()[Symbol.iterator]())
    }
  }
  return found
}

/** The tasks that `task` waits for, also through futures that join them. */
function tasksAwaitedBy(task: Task<unknown>): Task<unknown>[] {
  return [...behind(task)].filter((next) => next._kind === 'Task') as Task<unknown>[]
}

/**
 * The tree of tasks that await `future` (the current task by default), each with its stack. Returns null if
 * there is no current task. asyncio: `asyncio.capture_call_graph`.
 */
export function captureCallGraph(
  future?: Future<unknown>,
  options: CallGraphOptions = {},
): FutureCallGraph | null {
  checkOptions(options, 'captureCallGraph()', GRAPH_OPTIONS)
  const start = future ?? (state.loop === null ? null : currentTask())
  if (start === null) return null
  if (!isFuture(start)) throw new TypeError(`Expected a future or a task, got ${describeValue(start)}`)
  const awaiting = new Map<Future<unknown>, Task<unknown>[]>()
  for (const task of allTasks(start.getLoop())) {
    for (const next of behind(task)) {
      const known = awaiting.get(next)
      if (known === undefined) awaiting.set(next, [task])
      else known.push(task)
    }
  }
  const node = (at: Future<unknown>): FutureCallGraph => ({
    future: at,
    callStack: stackOf(at, options),
    awaitedBy: [],
  })
  const root = node(start)
  const path = [root]
  const onPath = new Set([start])
  const open = [(awaiting.get(start) ?? []).values()]
  while (open.length > 0) {
    const { value: task, done } = (open.at(-1) as Iterator<Task<unknown>>).next()
    if (done === true) {
      open.pop()
      onPath.delete((path.pop() as FutureCallGraph).future)
    } else if (onPath.has(task)) {
      path.at(-1)?.awaitedBy.push({ future: task, callStack: [], awaitedBy: [] })
    } else {
      const next = node(task)
      path.at(-1)?.awaitedBy.push(next)
      path.push(next)
      onPath.add(task)
      open.push((awaiting.get(task) ?? []).values())
    }
  }
  return root
}

/** Deeper levels are not indented any further: a chain of thousands would be mostly blanks. */
const DEEPEST_INDENT = 24

function indentOf(depth: number, width: number): string {
  return ' '.repeat(width * Math.min(depth, DEEPEST_INDENT))
}

/** `captureCallGraph` as text. asyncio: `asyncio.format_call_graph`. */
export function formatCallGraph(future?: Future<unknown>, options: CallGraphOptions = {}): string {
  const graph = captureCallGraph(future, options)
  if (graph === null) return ''
  const lines: string[] = []
  const open: [FutureCallGraph, depth: number][] = [[graph, 0]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [{ future: at, callStack, awaitedBy }, depth] = next
    const indent = indentOf(depth, 4)
    lines.push(`${indent}* ${title(at)}`)
    if (callStack.length > 0) {
      lines.push(`${indent}  + Call stack:`)
      for (const frame of callStack) lines.push(`${indent}  |   at ${frame}`)
    }
    if (awaitedBy.length > 0) lines.push(`${indent}  + Awaited by:`)
    for (const each of awaitedBy.toReversed()) open.push([each, depth + 1])
  }
  return lines.join('\n')
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

export interface PrintTasksOptions extends CallGraphOptions {
  /** The loop whose tasks are shown; all loops by default. */
  loop?: EventLoop | undefined
  write?: ((text: string) => void) | undefined
}

/**
 * The tasks of all loops as a tree, with the line at which each one stands: what to look at when a program
 * hangs. The roots are tasks that no task awaits. Below each task are the tasks it waits for. A circle of
 * waits is shown as one.
 *
 * @example
 * ```ts
 * import { createTask, formatTasks, gather, run, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   const both = gather(createTask(sleep(5), { name: 'a' }), createTask(sleep(9), { name: 'b' }))
 *   yield* sleep(1)
 *   const text = formatTasks({ limit: 0 })
 *   yield* both
 *   return text.includes("'a' waits for sleep until")
 * }) // => true
 * ```
 */
export function formatTasks(options: CallGraphOptions & { loop?: EventLoop | undefined } = {}): string {
  checkOptions(options, 'formatTasks()', TASKS_OPTIONS)
  const loops = options.loop === undefined ? openLoops() : [options.loop]
  return loops
    .map((loop) => formatLoop(loop, options))
    .filter((text) => text !== '')
    .join('\n')
}

/** Prints `formatTasks` to the standard error, or with `write` if it is given. */
export function printTasks(options: PrintTasksOptions = {}): void {
  print(formatTasks(options), options.write)
}

function formatLoop(loop: EventLoop, options: CallGraphOptions): string {
  const tasks = [...allTasks(loop)]
  const awaitedBy = new Map(tasks.map((task) => [task, tasksAwaitedBy(task)]))
  const awaited = new Set([...awaitedBy.values()].flat())
  const lines: string[] = []
  const shown = new Set<Task<unknown>>()
  const add = (root: Task<unknown>) => {
    const path: Task<unknown>[] = []
    const onPath = new Set<Task<unknown>>()
    const open = [[root].values()]
    while (open.length > 0) {
      const { value: task, done } = (open.at(-1) as Iterator<Task<unknown>>).next()
      const indent = indentOf(path.length, 2)
      if (done === true) {
        open.pop()
        onPath.delete(path.pop() as Task<unknown>)
      } else if (onPath.has(task)) lines.push(`${indent}'${task.name}' (a circle: see above)`)
      else {
        lines.push(`${indent}${describeWait(task)}`)
        if (shown.has(task)) continue
        shown.add(task)
        for (const frame of stackOf(task, options)) lines.push(`${indent}    at ${frame}`)
        path.push(task)
        onPath.add(task)
        open.push((awaitedBy.get(task) ?? []).values())
      }
    }
  }
  for (const task of tasks) if (!awaited.has(task)) add(task)
  // The remaining tasks stand in circles that no other task awaits.
  for (const task of tasks) if (!shown.has(task)) add(task)
  return lines.join('\n')
}

/** One line: the task, whether it was cancelled and still runs, and what it waits for. */
export function describeWait(task: Task<unknown>): string {
  const cancelled = task.cancelling() > 0 ? ' (cancelled)' : ''
  const waits = task._waitsFor
  if (waits !== null) return `'${task.name}'${cancelled} waits for ${describeCause(waits)}`
  return `'${task.name}'${cancelled} is ${task.state === 'running' ? 'running' : 'ready to run'}`
}

/** The description of a wait. Users write such texts too, so it may throw. */
export function describeCause(waits: { describe(): string }): string {
  try {
    return textOf(waits.describe())
  } catch {
    return 'what cannot be described'
  }
}

function stackOf(future: Future<unknown>, { limit }: CallGraphOptions): StackFrame[] {
  if (future._kind !== 'Task' || limit === 0) return []
  return (future as Task<unknown>).getStack(limit === undefined ? {} : { limit })
}

function title(future: Future<unknown>): string {
  return future._kind === 'Task'
    ? `Task(name='${(future as Task<unknown>).name}')`
    : `Future(${future.describe()})`
}

function print(text: string, write: (text: string) => void = (line) => world.console.error(line)): void {
  write(text)
}

/** The loops that are neither closed nor garbage-collected. */
export function openLoops(): EventLoop[] {
  const loops: EventLoop[] = []
  for (const reference of state.loops) {
    const loop = reference.deref() as EventLoop | undefined
    if (loop === undefined || loop.isClosed()) state.loops.delete(reference)
    else loops.push(loop)
  }
  return loops
}
