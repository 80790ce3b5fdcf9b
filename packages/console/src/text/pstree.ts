/**
 * The tasks as a tree, in the form of Python's `python -m asyncio pstree`: below a task its coroutines, and
 * below the innermost one the tasks that it awaits. Without recursion, because chains may be long.
 */

import { placeText } from './place-text.ts'
import type { StackedTask } from './ps.ts'

/** Deeper levels are not indented any further. */
const DEEPEST = 40

interface Open {
  readonly text: string
  readonly prefix: string
  readonly isLast: boolean
  readonly depth: number
  /** Set if it stands for a task, and not for one of its coroutines. */
  readonly task?: StackedTask
}

/** Tasks that more than one task awaits are shown below each, their own tree once. */
export function pstreeText(tasks: readonly StackedTask[], total: number): string {
  const awaited = new Map<number, StackedTask[]>()
  for (const task of tasks) {
    for (const id of task.awaitedBy) {
      const known = awaited.get(id)
      if (known === undefined) awaited.set(id, [task])
      else known.push(task)
    }
  }
  const ids = new Set(tasks.map(({ id }) => id))
  const roots = tasks.filter(({ awaitedBy }) => !awaitedBy.some((id) => ids.has(id)))
  const shown = new Set<number>()
  const lines: string[] = []
  const open: Open[] = []
  const push = (group: readonly StackedTask[], prefix: string, depth: number): void => {
    for (const [index, task] of group.toReversed().entries()) {
      open.push({ text: `(T) ${task.name}`, prefix, isLast: index === 0, depth, task })
    }
  }
  push(roots, '', 0)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { text, prefix, isLast, depth, task } = next
    const again = task !== undefined && shown.has(task.id)
    lines.push(`${prefix}${isLast ? '└── ' : '├── '}${text}${again ? ' (see above)' : ''}`)
    if (task === undefined || again) continue
    shown.add(task.id)
    let below = indented(prefix, isLast, depth)
    let level = depth + 1
    for (const place of task.stack.toReversed()) {
      lines.push(`${below}└──  ${placeText(place)}`)
      below = indented(below, true, level)
      level++
    }
    push(awaited.get(task.id) ?? [], below, level)
  }
  if (total > tasks.length) lines.push(`… and ${total - tasks.length} more`)
  return lines.join('\n')
}

function indented(prefix: string, isLast: boolean, depth: number): string {
  if (depth >= DEEPEST) return prefix
  return `${prefix}${isLast ? '    ' : '│   '}`
}

/** What is shown in place of a tree that has no root. */
export function circlesText(circles: readonly (readonly { readonly name: string }[])[]): string {
  const lines = circles.map((circle) => {
    const names = [...circle, circle[0] as { name: string }].map(({ name }) => name)
    return `cycle: ${names.join(' → ')}`
  })
  return ['ERROR: await-graph contains cycles - cannot print a tree!', '', ...lines].join('\n')
}
