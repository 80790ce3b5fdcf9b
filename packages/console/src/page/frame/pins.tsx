/** The pinned tasks, in sight whatever the view: what each one waits for now. */

import type { VNode } from 'preact'
import { pinned, togglePin } from '../base/address.ts'
import { age } from '../base/age.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { useAsk } from '../data/use-ask.ts'
import { StateBadge } from '../parts/badge.tsx'
import { TaskLink } from '../parts/task-link.tsx'

export function Pins(): VNode | null {
  const { address } = useApp()
  const ids = pinned(address)
  if (ids.length === 0) return null
  return (
    <ul class="pins" aria-label="Pinned tasks">
      {ids.map((id) => (
        <Pin key={id} id={id} />
      ))}
    </ul>
  )
}

function Pin({ id }: { id: number }): VNode {
  const { address, go } = useApp()
  const { answer } = useAsk('task', { id }, 2000)
  const task = answer === null || 'gone' in answer ? null : answer.task
  return (
    <li>
      <button
        type="button"
        class="small"
        aria-label={`Unpin task ${id}`}
        onClick={() => go(togglePin(address, id))}
      >
        Unpin
      </button>{' '}
      <TaskLink task={task ?? { id, name: '' }} />{' '}
      {task === null ? (
        <span class="quiet">{answer === null ? '…' : 'has ended'}</span>
      ) : (
        <>
          <StateBadge state={task.state} />{' '}
          {task.waitsFor === null ? '' : `waits for ${visible(task.waitsFor)}, for ${age(task.waitAge)}`}
        </>
      )}
    </li>
  )
}
