/** Why does this not go on? Everything about one task, the chain to the root cause first. */

import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { TaskDetail } from '../../protocol/task-detail.ts'
import { pinned, togglePin, withParams } from '../base/address.ts'
import { age } from '../base/age.ts'
import { number } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { useAsk } from '../data/use-ask.ts'
import { StateBadge } from '../parts/badge.tsx'
import { Pending } from '../parts/empty.tsx'
import { TaskLink, TaskLinks } from '../parts/task-link.tsx'
import { CancelButton } from './cancel.tsx'
import { Chain } from './chain.tsx'
import { Frames } from './frames.tsx'
import { Values } from './values.tsx'

export function Task({ id }: { id: number }): VNode {
  const { address, go } = useApp()
  const { answer, error } = useAsk('task', { id }, 1000)
  const aside = useFocus()
  const isPinned = pinned(address).includes(id)
  return (
    <aside ref={aside} class="task" aria-label="One task" tabIndex={-1}>
      <p class="close">
        <button type="button" data-key="p" aria-pressed={isPinned} onClick={() => go(togglePin(address, id))}>
          {isPinned ? 'Unpin (p)' : 'Pin (p)'}
        </button>{' '}
        <button type="button" data-key="Escape" onClick={() => go(withParams(address, { task: null }))}>
          Close (Esc)
        </button>
      </p>
      {answer === null ? (
        <Pending error={error} what={`task ${id}`} />
      ) : 'gone' in answer ? (
        <>
          <h2>Task {id}</h2>
          <p>It has ended, or this program has no such task.</p>
        </>
      ) : (
        <Detail detail={answer} error={error} />
      )}
    </aside>
  )
}

function Detail({ detail, error }: { detail: TaskDetail; error: string | null }): VNode {
  const { shown } = useApp()
  const { task, cancelled } = detail
  return (
    <>
      <h2>{task.name === '' ? `Task ${task.id}` : visible(task.name)}</h2>
      {error === null ? null : <p class="warning">This is old: {visible(error)}.</p>}
      <p>
        <StateBadge state={task.state} />{' '}
        {task.waitsFor === null ? null : (
          <>
            waits for {visible(task.waitsFor)}, for {age(task.waitAge)}
          </>
        )}
      </p>
      {cancelled === null ? null : <p class="warning">{cancelledText(cancelled)}</p>}
      <Chain chain={detail.chain} circle={detail.circle} />
      <h3>Who waits for it</h3>
      {detail.waiters.total === 0 ? (
        <p class="quiet">No task waits for it.</p>
      ) : (
        <p>
          <TaskLinks tasks={detail.waiters.rows} total={detail.waiters.total} />
        </p>
      )}
      <h3>Where it stands</h3>
      <Frames detail={detail} />
      <h3>About it</h3>
      <dl>
        <dt>number</dt>
        <dd>{task.id}</dd>
        <dt>age</dt>
        <dd>{age(task.age)}</dd>
        <dt>steps</dt>
        <dd>{number(task.steps)}</dd>
        <dt>made by</dt>
        <dd>{task.parent === null ? 'unknown' : <TaskLink task={{ id: task.parent, name: '' }} />}</dd>
        <dt>group</dt>
        <dd>{task.group === null ? 'none' : visible(task.group)}</dd>
        <dt>woken by</dt>
        <dd>{detail.wokenBy === null ? 'unknown' : visible(detail.wokenBy)}</dd>
      </dl>
      <h3>Context variables</h3>
      <Values values={detail.contextVariables} none="It has no context variables." />
      {shown.state?.program.allowed.cancel === true ? <CancelButton task={task} /> : null}
    </>
  )
}

function cancelledText({ by, message }: NonNullable<TaskDetail['cancelled']>): string {
  const who = by === null ? 'Cancelled' : `Cancelled by ${visible(by)}`
  const why = message === null ? '' : `: «${visible(message)}»`
  return `${who}${why}.${by === null ? ' By whom is unknown.' : ''}`
}

/** Where there is no room for both, the task takes the place of the list that has the focus. */
function useFocus(): { readonly current: HTMLElement | null } {
  const aside = useRef<HTMLElement>(null)
  // Before the browser paints: then it takes the focus from what is no longer shown.
  useLayoutEffect(() => {
    const before = document.activeElement
    if (before === document.body) return
    if (before instanceof HTMLElement && before.offsetParent === null) aside.current?.focus()
    return () => {
      // Not before the list is shown again.
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isLost && before instanceof HTMLElement && before.isConnected)
          before.focus({ preventScroll: true })
      })
    }
  }, [])
  return aside
}
