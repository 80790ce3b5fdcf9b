/** An order as text: all its steps, a line each, or the state before one of them. */

import { isUnusual, type OrderPlayer, type OrderState } from '../order/order-player.ts'
import type { OrderFile, OrderStep, PrimitiveChange, TaskChange } from '../protocol/order.ts'

/** The steps, with `>` in front of those that differ from the loop's own order. */
export function orderText(order: OrderFile): string {
  const { steps, more } = order
  const width = String(steps.length).length
  const lines = steps.map(
    (step, at) => `${isUnusual(step) ? '>' : ' '} ${numbered(at, width)}  ${lineOf(step)}`,
  )
  if (more > 0) lines.push(`  … and ${more} steps more, which were not recorded`)
  return [...heading(order), '', ...lines].join('\n')
}

/** What a player shows where it stands. */
export function stateText({ order, state, length }: OrderPlayer): string {
  const { index, last, next } = state
  return [
    ...heading(order),
    '',
    `before step ${Math.min(index + 1, length)} of ${length}${next === null ? ': the end' : ''}`,
    ...(last === null ? [] : ['', 'the last step:', `  ${lineOf(last)}`, ...changesOf(last, order)]),
    ...(next === null ? [] : ['', 'the next step:', `  ${lineOf(next)}`, ...reasonsOf(next, order)]),
    '',
    'tasks:',
    ...tasksOf(state, order),
    ...(state.primitives.size === 0 ? [] : ['', 'locks, queues and the like:']),
    ...[...state.primitives.values()].map((change) => `  ${primitiveText(change, order)}`),
  ].join('\n')
}

function heading({ program, error, failedAt, replay, note }: OrderFile): string[] {
  const lines = [program]
  if (error !== null) lines.push(`failed${failedAt === null ? '' : ` at ${failedAt}`}: ${error}`)
  if (note !== '') lines.push(note)
  if (replay !== null) lines.push(`the same again: ${replay}`)
  return lines
}

function numbered(at: number, width: number): string {
  return String(at + 1).padStart(width)
}

function lineOf({ at, what, place, after }: OrderStep): string {
  const parts = [`${Number(at.toFixed(3))} ms`, what]
  if (after !== null) parts.push(after)
  if (place !== null) parts.push(place)
  return parts.join('  ')
}

function reasonsOf({ why, choice, ready, moreReady }: OrderStep, { tasks }: OrderFile): string[] {
  const lines = [`  why: ${why}`]
  const names = ready.map((task) => tasks[task]?.name ?? '')
  if (moreReady > 0) names.push(`${moreReady} more`)
  lines.push(`  ready: ${names.length === 0 ? 'nothing' : names.join(', ')}`)
  if (choice === null) return lines
  lines.push(`  choice among ${choice.candidates.length} (${choice.kind}):`)
  return [...lines, ...choice.candidates.map((each, at) => `    ${at === choice.picked ? '>' : ' '} ${each}`)]
}

function changesOf({ tasks, primitives }: OrderStep, order: OrderFile): string[] {
  return [
    ...tasks.map((change) => `    ${taskText(change, order)}`),
    ...primitives.map((change) => `    ${primitiveText(change, order)}`),
  ]
}

function tasksOf({ tasks }: OrderState, order: OrderFile): string[] {
  return tasks.size === 0
    ? ['  none yet']
    : [...tasks.values()].map((change) => `  ${taskText(change, order)}`)
}

function taskText({ task, state, text }: TaskChange, { tasks }: OrderFile): string {
  const what = state === 'waiting' ? `waits for ${text ?? 'something'}` : state
  return `${tasks[task]?.name ?? ''}: ${what}${state === 'failed' && text !== null ? `: ${text}` : ''}`
}

function primitiveText(change: PrimitiveChange, { tasks, primitives }: OrderFile): string {
  const { kind, name } = primitives[change.primitive] ?? { kind: '', name: '' }
  const values = change.statistics.map(([key, value]) => `${key} ${value}`)
  const holders = (change.holders ?? []).map((task) => tasks[task]?.name ?? '')
  if (holders.length > 0) values.push(`held by ${holders.join(', ')}`)
  return `${kind}${name === '' ? '' : ` ${name}`}: ${values.join(', ')}`
}
