/**
 * Reads the file of an order. It may come from anywhere, so each value is checked, and nothing is taken over
 * that was not: what is wrong is refused by name. Texts are cut and escaped here, once for all that shows
 * them.
 */

import { ConsoleError } from '../base/console-error.ts'
import { cutText, escapedText } from '../base/shown-text.ts'
import {
  ORDER_FORMAT,
  ORDER_VERSION,
  type OrderChoice,
  type OrderFile,
  type OrderPrimitive,
  type OrderStep,
  type OrderTask,
  type OrderTaskState,
  type PrimitiveChange,
  type TaskChange,
} from '../protocol/order.ts'

/** The most characters of a file. */
export const MOST_ORDER_TEXT: number = 64 * 1024 * 1024
/** The most entries of any list in it. */
const MOST_ENTRIES = 10_000
/** The most characters of an error, which may have many lines. */
const MOST_ERROR = 4000

const STATES: readonly OrderTaskState[] = ['ready', 'waiting', 'returned', 'failed', 'cancelled']

/** The order in the text of a file. ConsoleError says what is wrong with it. */
export function readOrder(text: string): OrderFile {
  if (text.length > MOST_ORDER_TEXT)
    throw new ConsoleError(
      `Expected the file of an order, at most ${MOST_ORDER_TEXT} characters, got ${text.length}`,
    )
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new ConsoleError(`Expected the file of an order, as JSON: ${cutText(String(error))}`)
  }
  const file = objectIn(json, 'the file')
  if (file.format !== ORDER_FORMAT)
    throw new ConsoleError(`Expected the file of an order, with "format": "${ORDER_FORMAT}", got another one`)
  if (file.version !== ORDER_VERSION) {
    throw new ConsoleError(
      `Expected the file of an order in version ${ORDER_VERSION}, got version ${shown(String(file.version))}: ` +
        'open it with the version of @acoro/console that belongs to the @acoro/testing that wrote it',
    )
  }
  const tasks = listIn(file.tasks, 'tasks')
  const primitives = listIn(file.primitives, 'primitives')
  const counts: Counts = { tasks: tasks.length, primitives: primitives.length }
  return {
    format: ORDER_FORMAT,
    version: ORDER_VERSION,
    program: textIn(file.program, 'program'),
    error: file.error === null ? null : linesIn(file.error, 'error'),
    failedAt: textOrNull(file.failedAt, 'failedAt'),
    replay: textOrNull(file.replay, 'replay'),
    note: textIn(file.note, 'note'),
    tasks: tasks.map((task, at) => taskIn(task, `tasks[${at}]`, counts)),
    primitives: primitives.map((primitive, at) => primitiveIn(primitive, `primitives[${at}]`)),
    steps: listIn(file.steps, 'steps').map((step, at) => stepIn(step, `steps[${at}]`, counts)),
    more: countIn(file.more, 'more', Number.MAX_SAFE_INTEGER),
  }
}

interface Counts {
  readonly tasks: number
  readonly primitives: number
}

function taskIn(value: unknown, what: string, { tasks }: Counts): OrderTask {
  const { name, parent } = objectIn(value, what)
  return {
    name: textIn(name, `${what}.name`),
    parent: parent === null ? null : indexIn(parent, `${what}.parent`, tasks),
  }
}

function primitiveIn(value: unknown, what: string): OrderPrimitive {
  const { kind, name } = objectIn(value, what)
  return { kind: textIn(kind, `${what}.kind`), name: textIn(name, `${what}.name`) }
}

function stepIn(value: unknown, what: string, counts: Counts): OrderStep {
  const step = objectIn(value, what)
  return {
    at: numberIn(step.at, `${what}.at`),
    what: textIn(step.what, `${what}.what`),
    task: step.task === null ? null : indexIn(step.task, `${what}.task`, counts.tasks),
    place: textOrNull(step.place, `${what}.place`),
    after: textOrNull(step.after, `${what}.after`),
    ready: listIn(step.ready, `${what}.ready`).map((task) => indexIn(task, `${what}.ready`, counts.tasks)),
    moreReady: countIn(step.moreReady, `${what}.moreReady`, Number.MAX_SAFE_INTEGER),
    why: textIn(step.why, `${what}.why`),
    choice: step.choice === null ? null : choiceIn(step.choice, `${what}.choice`),
    tasks: listIn(step.tasks, `${what}.tasks`).map((change) => taskChangeIn(change, `${what}.tasks`, counts)),
    primitives: listIn(step.primitives, `${what}.primitives`).map((change) =>
      primitiveChangeIn(change, `${what}.primitives`, counts),
    ),
  }
}

function choiceIn(value: unknown, what: string): OrderChoice {
  const { kind, candidates, picked } = objectIn(value, what)
  const texts = listIn(candidates, `${what}.candidates`).map((each) => textIn(each, `${what}.candidates`))
  return {
    kind: textIn(kind, `${what}.kind`),
    candidates: texts,
    picked: indexIn(picked, `${what}.picked`, texts.length),
  }
}

function taskChangeIn(value: unknown, what: string, { tasks }: Counts): TaskChange {
  const { task, state, text } = objectIn(value, what)
  const known = STATES.find((each) => each === state)
  if (known === undefined) refuse(`${what}.state`, `one of ${STATES.join(', ')}`, state)
  return { task: indexIn(task, `${what}.task`, tasks), state: known, text: textOrNull(text, `${what}.text`) }
}

function primitiveChangeIn(value: unknown, what: string, counts: Counts): PrimitiveChange {
  const { primitive, statistics, holders } = objectIn(value, what)
  return {
    primitive: indexIn(primitive, `${what}.primitive`, counts.primitives),
    statistics: listIn(statistics, `${what}.statistics`).map((entry) => {
      const [name, text] = listIn(entry, `${what}.statistics`)
      return [textIn(name, `${what}.statistics`), textIn(text, `${what}.statistics`)]
    }),
    holders:
      holders === null
        ? null
        : listIn(holders, `${what}.holders`).map((task) => indexIn(task, `${what}.holders`, counts.tasks)),
  }
}

function objectIn(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(what, 'an object', value)
  return value as Record<string, unknown>
}

function listIn(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) refuse(what, 'a list', value)
  if (value.length > MOST_ENTRIES)
    throw new ConsoleError(
      `Expected ${what} of the order to have at most ${MOST_ENTRIES} entries, got ${value.length}`,
    )
  return value
}

function textIn(value: unknown, what: string): string {
  if (typeof value !== 'string') refuse(what, 'a text', value)
  return shown(value)
}

function textOrNull(value: unknown, what: string): string | null {
  return value === null ? null : textIn(value, what)
}

/** A text of several lines. */
function linesIn(value: unknown, what: string): string {
  if (typeof value !== 'string') refuse(what, 'a text', value)
  return value.slice(0, MOST_ERROR).split('\n').map(escapedText).join('\n')
}

function numberIn(value: unknown, what: string): number {
  if (typeof value !== 'number') refuse(what, 'a number', value)
  return value
}

function countIn(value: unknown, what: string, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most)
    refuse(what, 'a whole number from 0 on', value)
  return value
}

function indexIn(value: unknown, what: string, length: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= length)
    refuse(what, `an index below ${length}`, value)
  return value
}

function shown(text: string): string {
  return escapedText(cutText(text))
}

function kindOf(value: object | null): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : 'an object'
}

function refuse(what: string, expected: string, value: unknown): never {
  const got =
    value === undefined ? 'nothing' : typeof value === 'object' ? kindOf(value) : shown(JSON.stringify(value))
  throw new ConsoleError(`Expected ${what} of the order to be ${expected}, got ${got}`)
}
