/** How tasks, locks and queues are before a step, and what the last one changed of that. */

import type { VNode } from 'preact'
import type { OrderState } from '../../order/order-player.ts'
import type { OrderFile, OrderTaskState, PrimitiveChange, TaskChange } from '../../protocol/order.ts'
import { counted } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { Badge } from '../parts/badge.tsx'
import { nameOf } from './order-steps.tsx'

/** The most rows of each list; what changed comes first if there are more. */
const MOST = 200

const KINDS: Record<OrderTaskState, string> = {
  ready: 'note',
  waiting: 'plain',
  returned: 'fine',
  failed: 'alarm',
  cancelled: 'warning',
}

export function OrderTasks({ order, state }: { order: OrderFile; state: OrderState }): VNode {
  const changed = new Set(state.last?.tasks.map(({ task }) => task))
  const { rows, left } = shownOf([...state.tasks.values()], ({ task }) => changed.has(task))
  return (
    <section>
      <h3>Tasks</h3>
      {rows.length === 0 ? <p class="quiet">None yet.</p> : null}
      <ul class="order-state">
        {rows.map((change) => (
          <li key={change.task} class={changed.has(change.task) ? 'changed' : undefined}>
            <span class="name">{nameOf(order, change.task)}</span>{' '}
            <Badge kind={KINDS[change.state]} word={change.state} /> {taskText(change)}
            {changed.has(change.task) ? <Badge kind="note" word="changed" /> : null}
          </li>
        ))}
      </ul>
      {left === 0 ? null : <p class="quiet">and {counted(left, 'more', 'more')}.</p>}
    </section>
  )
}

function taskText({ state, text }: TaskChange): string {
  if (text === null) return ''
  return state === 'waiting' ? `for ${visible(text)} ` : `${visible(text)} `
}

export function OrderPrimitives(props: {
  order: OrderFile
  state: OrderState
  before: OrderState
}): VNode | null {
  const { order, state, before } = props
  if (state.primitives.size === 0) return null
  const changed = new Set(state.last?.primitives.map(({ primitive }) => primitive))
  const { rows, left } = shownOf([...state.primitives.values()], ({ primitive }) => changed.has(primitive))
  return (
    <section>
      <h3>Locks, queues and the like</h3>
      <ul class="order-state">
        {rows.map((change) => {
          const { kind, name } = order.primitives[change.primitive] ?? { kind: '', name: '' }
          const isChanged = changed.has(change.primitive)
          return (
            <li key={change.primitive} class={isChanged ? 'changed' : undefined}>
              <span class="name">
                {visible(kind)} {visible(name)}
              </span>{' '}
              {entriesOf(order, change, isChanged ? before.primitives.get(change.primitive) : change)}{' '}
              {isChanged ? <Badge kind="note" word="changed" /> : null}
            </li>
          )
        })}
      </ul>
      {left === 0 ? null : <p class="quiet">and {counted(left, 'more', 'more')}.</p>}
    </section>
  )
}

/** `locked true, waiting 0 → 1, held by task 2`: what a step changed stands with what was before. */
function entriesOf(order: OrderFile, now: PrimitiveChange, before: PrimitiveChange | undefined): string {
  const old = new Map(before?.statistics)
  const texts = now.statistics.map(([key, value]) => {
    const was = old.get(key)
    return was === undefined || was === value
      ? `${visible(key)} ${visible(value)}`
      : `${visible(key)} ${visible(was)} → ${visible(value)}`
  })
  const holders = (now.holders ?? []).map((task) => nameOf(order, task))
  if (holders.length > 0) texts.push(`held by ${holders.join(', ')}`)
  return texts.join(', ')
}

function shownOf<T>(all: readonly T[], isChanged: (row: T) => boolean): { rows: readonly T[]; left: number } {
  if (all.length <= MOST) return { rows: all, left: 0 }
  const rows = [...all.filter(isChanged), ...all.filter((row) => !isChanged(row))].slice(0, MOST)
  return { rows, left: all.length - MOST }
}
