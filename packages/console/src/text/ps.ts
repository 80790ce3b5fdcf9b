/** The tasks as a table, in the columns of Python's `python -m asyncio ps`, with what each waits for. */

import type { Place } from '../protocol/rows.ts'

/** A task with its stack. */
export interface StackedTask {
  readonly id: number
  readonly name: string
  readonly loop: number
  readonly waitsFor: string | null
  /** Innermost first. */
  readonly stack: readonly Place[]
  /** The ids of the tasks that await it. */
  readonly awaitedBy: readonly number[]
}

const HEADS = [
  'loop',
  'task id',
  'task name',
  'coroutine stack',
  'awaiter chain',
  'awaiter name',
  'awaiter id',
  'waits for',
]
/** A longer cell is cut. */
const WIDEST = 60

export function psText(tasks: readonly StackedTask[], total: number): string {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const rows = tasks.map(({ id, name, loop, stack, awaitedBy, waitsFor }) => {
    const awaiter = awaitedBy[0] === undefined ? undefined : byId.get(awaitedBy[0])
    return [
      String(loop),
      String(id),
      name,
      namesOf(stack),
      awaiter === undefined ? '' : namesOf(awaiter.stack),
      awaiter?.name ?? '',
      String(awaitedBy[0] ?? ''),
      waitsFor ?? '',
    ].map((cell) => (cell.length > WIDEST ? `${cell.slice(0, WIDEST - 1)}…` : cell))
  })
  const widths = HEADS.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] as string).length)),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd()
  const lines = [
    line(HEADS),
    '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2)),
    ...rows.map(line),
  ]
  if (total > tasks.length) lines.push(`… and ${total - tasks.length} more`)
  return lines.join('\n')
}

function namesOf(stack: readonly Place[]): string {
  return stack.map(({ name }) => name).join(' -> ')
}
