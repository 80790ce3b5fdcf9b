/** The chain to the root cause: each task waits for the next, and the last line says why nothing moves it. */

import type { VNode } from 'preact'
import type { TaskDetail } from '../../protocol/task-detail.ts'
import { age } from '../base/age.ts'
import { visible } from '../base/visible.ts'
import { TaskLink } from '../parts/task-link.tsx'

export function Chain({ chain, circle }: Pick<TaskDetail, 'chain' | 'circle'>): VNode | null {
  if (chain.length < 2 && circle === null) return null
  const back = circle === null ? undefined : chain[circle]
  return (
    <>
      <h3>Why it does not go on</h3>
      <ol class="chain">
        {chain.map((link, at) => (
          <li key={link.task.id} class={circle !== null && at >= circle ? 'in-circle' : undefined}>
            <TaskLink task={link.task} />{' '}
            {link.waitsFor === null ? 'does not wait' : `waits for ${visible(link.waitsFor)}`}
            {link.waitsFor === null ? '' : <span class="quiet">, for {age(link.waitAge)}</span>}
          </li>
        ))}
      </ol>
      {back === undefined ? (
        <p class="quiet">The last one is the cause.</p>
      ) : (
        <p class="alarm">
          This is a circle: the last one waits for <TaskLink task={back.task} />. None of them can go on by
          itself.
        </p>
      )}
    </>
  )
}
