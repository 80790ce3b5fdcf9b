/**
 * A task by its name, as a link that selects it. The view stays, so the back button leads to the task before.
 */

import type { VNode } from 'preact'
import type { TaskRef } from '../../protocol/rows.ts'
import { formatAddress, selectedTask, withParams } from '../base/address.ts'
import { counted } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'

export function TaskLink({ task, tabbable = true }: { task: TaskRef; tabbable?: boolean }): VNode {
  const { address } = useApp()
  return (
    <a
      class="name"
      href={formatAddress(withParams(address, { task: String(task.id) }))}
      aria-current={selectedTask(address) === task.id ? 'true' : undefined}
      tabIndex={tabbable ? undefined : -1}
      title={`task ${task.id}`}
    >
      {task.name === '' ? `task ${task.id}` : visible(task.name)}
    </a>
  )
}

/** Several tasks in a row, and how many more there are. */
export function TaskLinks({
  tasks,
  total = tasks.length,
}: {
  tasks: readonly TaskRef[]
  total?: number
}): VNode {
  return (
    <span class="links">
      {tasks.map((task, at) => (
        <span key={task.id}>
          {at === 0 ? '' : ', '}
          <TaskLink task={task} />
        </span>
      ))}
      {total > tasks.length ? ` and ${counted(total - tasks.length, 'more', 'more')}` : ''}
    </span>
  )
}
