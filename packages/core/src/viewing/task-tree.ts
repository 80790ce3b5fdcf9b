/**
 * The tasks of all loops as a tree: what to look at when a program hangs.
 *
 * The roots are tasks that no task awaits; below each task are those it waits for. A task is shown in full
 * once.
 */

import type { EventLoop } from '../base/above.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { isTask, type Link, linkOf, nextBehind } from '../loop/behind.ts'
import { waitLine } from '../loop/describe-wait.ts'
import { openLoops } from '../loop/open-loops.ts'
import { checkLoop } from '../scheduler/check.ts'
import type { Task } from '../task/task.ts'
import { type CallGraphOptions, GRAPH_OPTIONS, stackOf } from './call-graph.ts'
import { atOnce, type Sliced } from './sliced.ts'
import { print, SlicedText } from './sliced-text.ts'
import { TasksBehind } from './tasks-behind.ts'
import { tasksOf } from './tasks-of.ts'
import { WaitTexts } from './wait-texts.ts'

export interface FormatTasksOptions extends CallGraphOptions {
  /** The loop whose tasks are shown; all loops by default. */
  loop?: EventLoop | undefined
}

export interface PrintTasksOptions extends FormatTasksOptions {
  write?: ((text: string) => void) | undefined
}

const TASKS_OPTIONS: OptionKinds = { ...GRAPH_OPTIONS, loop: checkLoop }

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
export function formatTasks(options: FormatTasksOptions = {}): string {
  return atOnce(look('formatTasks()', options))
}

/**
 * `formatTasks` as a look in slices, for programs with so many tasks that it would keep the thread for long.
 * What ends between two slices is left out. Throws what `formatTasks` throws, at the call.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from '@acoro/core'
 * import { inSlices, slicedTasks } from '@acoro/core/lowlevel'
 *
 * let text = Promise.resolve('')
 * await run(function* main() {
 *   createTask(sleep(1000), { name: 'nap' })
 *   yield* sleep(0)
 *   text = inSlices(slicedTasks({ limit: 0 }))
 * })
 * ;(await text).includes("'nap' waits for sleep until") // => true
 * ```
 */
export function slicedTasks(options: FormatTasksOptions = {}): Sliced<string> {
  return look('slicedTasks()', options)
}

/** Prints `formatTasks` to the standard error, or with `write` if it is given. */
export function printTasks(options: PrintTasksOptions = {}): void {
  print(formatTasks(options), options.write)
}

function look(what: string, options: FormatTasksOptions): Sliced<string> {
  checkOptions(options, what, TASKS_OPTIONS)
  return textOfAll(options.loop === undefined ? openLoops() : [options.loop], options)
}

function* textOfAll(loops: readonly EventLoop[], options: CallGraphOptions): Sliced<string> {
  const text = new SlicedText(2)
  for (const loop of loops) {
    const tasks = yield* tasksOf(loop)
    const awaited = yield* awaitedOf(tasks)
    const tree = new Tree(text, options)
    for (const task of tasks) if (!awaited.has(task)) yield* tree.add(task)
    // The remaining tasks stand in circles that no other task awaits.
    for (const task of tasks) yield* tree.add(task)
  }
  return text.whole()
}

/** The tasks that some task awaits, and what stands in between. */
function* awaitedOf(tasks: readonly Task<unknown>[]): Sliced<Set<Link>> {
  const awaited = new Set<Link>()
  for (const { _waitsFor: waitsFor } of tasks) {
    yield
    const open = waitsFor === null ? [] : [linkOf(waitsFor)]
    for (let link = open.pop(); link !== undefined; link = open.pop()) {
      if (awaited.has(link)) continue
      awaited.add(link)
      if (!isTask(link)) for (const next of nextBehind(link)) open.push(linkOf(next))
      yield
    }
  }
  return awaited
}

/** A task whose tasks are being shown. */
interface Open {
  readonly task: Task<unknown> | null
  readonly next: Iterator<Task<unknown>>
  readonly others: boolean
}

class Tree {
  readonly #text: SlicedText
  readonly #options: CallGraphOptions
  readonly #shown = new Set<Task<unknown>>()
  readonly #behind = new TasksBehind()
  readonly #texts = new WaitTexts()

  constructor(text: SlicedText, options: CallGraphOptions) {
    this.#text = text
    this.#options = options
  }

  *add(root: Task<unknown>): Sliced<void> {
    if (this.#shown.has(root)) return
    const text = this.#text
    const onPath = new Set<Task<unknown>>()
    const open: Open[] = [{ task: null, next: [root].values(), others: false }]
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      yield
      const depth = open.length - 1
      const { value: task, done } = at.next.next()
      if (done === true) {
        if (at.others) text.add(depth, '… and others (see above)')
        open.pop()
        if (at.task !== null) onPath.delete(at.task)
      } else if (onPath.has(task)) text.add(depth, `'${task.name}' (a circle: see above)`)
      else if (!task.done()) {
        text.add(depth, waitLine(task, this.#texts.of))
        if (this.#shown.has(task)) continue
        this.#shown.add(task)
        for (const frame of stackOf(task, this.#options)) text.add(depth, `    at ${frame}`)
        const { tasks, others } = yield* this.#behind.of(task)
        open.push({ task, next: tasks[Symbol.iterator](), others })
        onPath.add(task)
      }
    }
  }
}
