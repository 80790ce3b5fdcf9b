// What is said between the page, the sandboxed frame and the worker in it. The page believes none of it: a
// message is taken to pieces and put together anew, because the program that runs in the worker may have sent
// it.

import { EVENTS, LINE, LINES } from './limits.ts'
import type { Compiled } from './program.ts'

/** `virtual`: time goes on to the next timer as soon as nothing else is left to do. */
export type Clock = 'virtual' | 'real'

export interface Start {
  readonly kind: 'start'
  /** The text of the worker's script. */
  readonly runtime: string
  readonly program: Compiled
  readonly clock: Clock
}

export type Stream = 'log' | 'error' | 'value'

/** A line that the program printed. */
export interface Line {
  readonly at: number
  readonly stream: Stream
  readonly text: string
}

/** Something that happened to a task. */
export interface TaskEvent {
  readonly at: number
  readonly kind: 'created' | 'woken' | 'stepped' | 'suspended' | 'finished'
  readonly task: number
  /** created: its name. suspended: what it waits for. woken: by what. finished: how. */
  readonly text: string
  /** created: the task that made it. woken: the task that woke it. Otherwise 0. */
  readonly other: number
  /** stepped: a cancel arrives. */
  readonly cancel: boolean
}

export type Told =
  | { readonly kind: 'news'; readonly lines: readonly Line[]; readonly events: readonly TaskEvent[] }
  | { readonly kind: 'ended'; readonly how: Ending; readonly text: string }

/** `failed`: by an error. `waits`: for what nothing will bring. `endless`: it was stopped. */
export type Ending = 'done' | 'failed' | 'waits' | 'endless'

const streams: readonly unknown[] = ['log', 'error', 'value'] satisfies Stream[]
const kinds: readonly unknown[] = [
  'created',
  'woken',
  'stepped',
  'suspended',
  'finished',
] satisfies TaskEvent['kind'][]
const endings: readonly unknown[] = ['done', 'failed', 'waits', 'endless'] satisfies Ending[]

/** The message, made anew of what it may hold; undefined if it is none. */
export function readTold(data: unknown): Told | undefined {
  const { kind, lines, events, how, text } = fieldsOf(data)
  if (kind === 'news')
    return { kind, lines: listOf(lines, LINES, readLine), events: listOf(events, EVENTS, readEvent) }
  if (kind === 'ended' && endings.includes(how))
    return { kind, how: how as Ending, text: textOf(text, LINE * 10) }
  return undefined
}

function readLine(data: unknown): Line | undefined {
  const { at, stream, text } = fieldsOf(data)
  if (!streams.includes(stream)) return undefined
  return { at: numberOf(at), stream: stream as Stream, text: textOf(text, LINE) }
}

function readEvent(data: unknown): TaskEvent | undefined {
  const { at, kind, task, text, other, cancel } = fieldsOf(data)
  if (!kinds.includes(kind)) return undefined
  return {
    at: numberOf(at),
    kind: kind as TaskEvent['kind'],
    task: numberOf(task),
    text: textOf(text, 200),
    other: numberOf(other),
    cancel: cancel === true,
  }
}

/** A message was copied on its way: it holds neither getters nor proxies. */
function fieldsOf(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
}

function listOf<T>(data: unknown, most: number, read: (item: unknown) => T | undefined): T[] {
  if (!Array.isArray(data)) return []
  return data
    .slice(0, most)
    .map(read)
    .filter((item) => item !== undefined)
}

function numberOf(data: unknown): number {
  return typeof data === 'number' && Number.isFinite(data) && data >= 0 ? data : 0
}

function textOf(data: unknown, most: number): string {
  return typeof data === 'string' ? data.slice(0, most) : ''
}
