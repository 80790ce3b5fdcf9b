/** What the program's thread answers to its worker. Each answer is made in short slices. */

import { performance } from 'node:perf_hooks'
import type { Task } from '@acoro/core'
import { type Sliced, taskFacts, taskNumber, tasksOf } from '@acoro/core/lowlevel'
import { cutText } from '../base/shown-text.ts'
import type { Answers, Detail, Question, QuestionName, Questions, TaskColumns } from '../link/messages.ts'
import type { Place } from '../protocol/rows.ts'
import type { Loops } from './loops.ts'
import { SharedSlices } from './shared-slices.ts'
import { stackOf } from './stack-of.ts'
import { survey } from './survey.ts'

/** Answers keep the program's thread for one ms at a time. */
const slices = new SharedSlices(1)

type Send = (columns: TaskColumns) => void

type Answerers = {
  readonly [N in QuestionName]: (loops: Loops, question: Questions[N], send: Send) => Promise<Answers[N]>
}

let busyBefore = performance.eventLoopUtilization()

const answerers: Answerers = {
  async survey(loops, _question, send) {
    let took = 0
    const onSlice = (ms: number): void => {
      took += ms
    }
    const found = await slices.run(survey(loops, send), onSlice)
    const utilization = performance.eventLoopUtilization(busyBefore).utilization
    busyBefore = performance.eventLoopUtilization()
    return { ...found, at: performance.now(), took, utilization, heap: process.memoryUsage().heapUsed }
  },
  stacks: (loops, { ids, limit }) => slices.run(stacks(loops, ids, limit)),
  async detail(loops, { id, contextVariables }) {
    const { task } = await slices.run(find(loops, id))
    return task === null ? null : detailOf(task, contextVariables)
  },
  async wouldCancel(loops, { id }) {
    const { task } = await slices.run(find(loops, id))
    return task === null ? null : 1 + (await slices.run(children(loops, id)))
  },
  async cancel(loops, { id, message }) {
    const { task } = await slices.run(find(loops, id))
    if (task === null) return null
    return task.cancel(message) ? 1 : 0
  },
  record: async (loops, { on }) => loops.record(on),
}

/** Answers a question of the worker. Rejects with what went wrong. */
export function answer(loops: Loops, { name, question }: Question, send: Send): Promise<unknown> {
  const answerer = answerers[name] as (loops: Loops, question: unknown, send: Send) => Promise<unknown>
  return answerer(loops, question, send)
}

/** How many tasks are only looked at in one piece. */
const PIECE = 32

/** In an object, because a promise of a task would wait for its end. */
function* find(loops: Loops, id: number): Sliced<{ readonly task: Task<unknown> | null }> {
  for (const [, loop] of [...loops.open()]) {
    let looked = 0
    for (const task of yield* tasksOf(loop)) {
      if (taskNumber(task) === id && !task.done()) return { task }
      if (++looked % PIECE === 0) yield
    }
  }
  return { task: null }
}

/** How many tasks belong to a group of this task, at any depth: they are cancelled with it. */
function* children(loops: Loops, id: number): Sliced<number> {
  const owners = new Map<number, number[]>()
  for (const [, loop] of [...loops.open()]) {
    for (const task of yield* tasksOf(loop)) {
      const { group, number } = taskFacts(task)
      if (group !== null && group !== 'unknown' && group.owner !== 'unknown') {
        const owned = owners.get(group.owner)
        if (owned === undefined) owners.set(group.owner, [number])
        else owned.push(number)
      }
      yield
    }
  }
  const found = new Set<number>()
  const open = [id]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const owned of owners.get(at) ?? []) {
      if (found.has(owned) || owned === id) continue
      found.add(owned)
      open.push(owned)
    }
  }
  return found.size
}

function* stacks(loops: Loops, ids: readonly number[], limit: number): Sliced<Place[][]> {
  const wanted = new Map<number, Place[]>(ids.map((id) => [id, []]))
  let left = wanted.size
  for (const [, loop] of [...loops.open()]) {
    let looked = 0
    for (const task of yield* tasksOf(loop)) {
      if (left === 0) break
      if (++looked % PIECE === 0) yield
      const id = taskNumber(task)
      if (!wanted.has(id) || task.done()) continue
      left--
      wanted.set(id, stackOf(task, limit))
      // A stack takes as long as some hundred other pieces.
      for (let piece = 0; piece < 8; piece++) yield
    }
  }
  return ids.map((id) => wanted.get(id) ?? [])
}

/** The most frames of a stack. */
const MOST_FRAMES = 200

const wakers = { timer: 'a timer', callback: 'a callback', outside: 'code outside', unknown: null }

function detailOf(task: Task<unknown>, withContext: boolean): Detail {
  const { wokenBy } = taskFacts(task)
  return {
    stack: stackOf(task, MOST_FRAMES),
    wokenBy: typeof wokenBy === 'number' ? `task ${wokenBy}` : wakers[wokenBy],
    contextVariables: withContext
      ? [...task.context].map(([{ name }, value]) => [cutText(name), shown(value)])
      : [],
  }
}

/** Nothing of the user's runs, so objects and functions are not asked for their text. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'object') return 'an object'
  return typeof value === 'function' ? 'a function' : cutText(String(value))
}
