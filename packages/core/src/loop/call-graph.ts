/**
 * Who awaits whom. Nothing is kept for it while a program runs: a task knows the one future it waits for, a future
 * that joins others knows those, and a wait list may know who has what is waited for. The graph is read off when asked.
 */

import { describeValue } from '../base/errors.ts'
import { world } from '../current/host.ts'
import { state } from '../current/state.ts'
import { type Future, isFuture } from '../future/future.ts'
import { allTasks, currentTask, type Task } from '../task/task.ts'
import type { StackFrame } from '../tracing/native-stack.ts'
import type { EventLoop } from './loop.ts'

/** A future, where it stands if it is a task, and the tasks that await it. asyncio: `FutureCallGraph`. */
export interface FutureCallGraph {
  future: Future<unknown>
  /** Innermost last. */
  callStack: StackFrame[]
  awaitedBy: FutureCallGraph[]
}

export interface CallGraphOptions {
  /** How many frames of each stack, the innermost ones. */
  limit?: number | undefined
}

/** The tasks that `future`'s end depends on, through whatever joins them; not `future` itself. */
function tasksBehind(future: Future<unknown>): Set<Future<unknown>> {
  const found = new Set<Future<unknown>>()
  const seen = new Set<Future<unknown>>([future])
  const look = (at: Future<unknown>) => {
    for (const next of at._dependsOn()) {
      if (seen.has(next) || next.done()) continue
      seen.add(next)
      found.add(next)
      if (next._kind !== 'Task') look(next)
    }
  }
  look(future)
  return found
}

/**
 * The tree of tasks that await `future` (the current task unless given), each with its stack. Null where there is no
 * current task. asyncio: `asyncio.capture_call_graph`.
 */
export function captureCallGraph(
  future?: Future<unknown>,
  options: CallGraphOptions = {},
): FutureCallGraph | null {
  const start = future ?? (state.loop === null ? null : currentTask())
  if (start === null) return null
  if (!isFuture(start)) throw new TypeError(`Expected a future or a task, got ${describeValue(start)}`)
  const awaiting = new Map<Future<unknown>, Task<unknown>[]>()
  for (const task of allTasks(start._loop)) {
    for (const behind of tasksBehind(task)) awaiting.set(behind, [...(awaiting.get(behind) ?? []), task])
  }
  const path = new Set<Future<unknown>>()
  const graph = (at: Future<unknown>): FutureCallGraph => {
    path.add(at)
    const awaitedBy = (awaiting.get(at) ?? []).map((task) =>
      path.has(task) ? { future: task, callStack: [], awaitedBy: [] } : graph(task),
    )
    path.delete(at)
    return { future: at, callStack: stackOf(at, options), awaitedBy }
  }
  return graph(start)
}

/** `captureCallGraph` as text. asyncio: `asyncio.format_call_graph`. */
export function formatCallGraph(future?: Future<unknown>, options: CallGraphOptions = {}): string {
  const graph = captureCallGraph(future, options)
  if (graph === null) return ''
  const lines: string[] = []
  const add = ({ future: at, callStack, awaitedBy }: FutureCallGraph, indent: string) => {
    lines.push(`${indent}* ${title(at)}`)
    if (callStack.length > 0) {
      lines.push(`${indent}  + Call stack:`)
      for (const frame of callStack) lines.push(`${indent}  |   at ${frame}`)
    }
    if (awaitedBy.length > 0) lines.push(`${indent}  + Awaited by:`)
    for (const each of awaitedBy) add(each, `${indent}    `)
  }
  add(graph, '')
  return lines.join('\n')
}

/** Prints `formatCallGraph`, to the standard error unless `write` is given. asyncio: `asyncio.print_call_graph`. */
export function printCallGraph(
  future?: Future<unknown>,
  options: CallGraphOptions & { write?: ((text: string) => void) | undefined } = {},
): void {
  print(formatCallGraph(future, options), options.write)
}

export interface PrintTasksOptions extends CallGraphOptions {
  /** The loop whose tasks are shown; all loops unless given. */
  loop?: EventLoop | undefined
  write?: ((text: string) => void) | undefined
}

/**
 * The tasks of all loops as a tree from those nobody awaits down to what each waits for, with the places where they
 * stand: what to look at when a program hangs. A circle of waits is shown as one.
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
  const loops = options.loop === undefined ? openLoops() : [options.loop]
  return loops
    .map((loop) => formatLoop(loop, options))
    .filter((text) => text !== '')
    .join('\n')
}

/** Prints `formatTasks`, to the standard error unless `write` is given. */
export function printTasks(options: PrintTasksOptions = {}): void {
  print(formatTasks(options), options.write)
}

function formatLoop(loop: EventLoop, options: CallGraphOptions): string {
  const tasks = [...allTasks(loop)]
  const awaited = new Set<Future<unknown>>()
  for (const task of tasks) for (const behind of tasksBehind(task)) awaited.add(behind)
  const lines: string[] = []
  const shown = new Set<Task<unknown>>()
  const add = (task: Task<unknown>, indent: string, path: Set<Future<unknown>>) => {
    if (path.has(task)) {
      lines.push(`${indent}'${task.name}' (a circle: see above)`)
      return
    }
    lines.push(`${indent}${describeWait(task)}`)
    if (shown.has(task)) return
    shown.add(task)
    for (const frame of stackOf(task, options)) lines.push(`${indent}    at ${frame}`)
    const inside = new Set(path).add(task)
    for (const behind of tasksBehind(task))
      if (behind._kind === 'Task') add(behind as Task<unknown>, `${indent}  `, inside)
  }
  for (const task of tasks) if (!awaited.has(task)) add(task, '', new Set())
  // What is left stands in circles that nobody outside awaits.
  for (const task of tasks) if (!shown.has(task)) add(task, '', new Set())
  return lines.join('\n')
}

/** One line: the task, and what it waits for. */
export function describeWait(task: Task<unknown>): string {
  const waits = task._waitsFor
  if (waits !== null) return `'${task.name}' waits for ${waits.describe()}`
  return `'${task.name}' is ${task.state === 'running' ? 'running' : 'ready to run'}`
}

function stackOf(future: Future<unknown>, { limit }: CallGraphOptions): StackFrame[] {
  if (future._kind !== 'Task') return []
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

/** The loops that are not closed and not collected. */
export function openLoops(): EventLoop[] {
  const loops: EventLoop[] = []
  for (const reference of state.loops) {
    const loop = reference.deref() as EventLoop | undefined
    if (loop === undefined || loop.isClosed()) state.loops.delete(reference)
    else loops.push(loop)
  }
  return loops
}
