/** One task as a line of the list or the tree; as two lines on a phone. */

import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { TaskRow } from '../../protocol/rows.ts'
import { age } from '../base/age.ts'
import { visible } from '../base/visible.ts'
import { StateBadge } from '../parts/badge.tsx'
import { PlaceText } from '../parts/place.tsx'
import { TaskLink } from '../parts/task-link.tsx'

/** Deeper levels are not indented any further: the name would be gone. */
const DEEPEST = 16
const NARROW = '(max-width: 40rem)'

export interface TaskLineProps {
  readonly row: TaskRow
  readonly tree: boolean
  readonly closed: boolean
  readonly onFold: (id: number, open: boolean) => void
}

export function TaskLine({ row, tree, closed, onFold }: TaskLineProps): VNode {
  const depth = tree ? Math.min(row.depth, DEEPEST) : 0
  return (
    <div class="task-line">
      <span class="who" style={{ paddingInlineStart: `${depth}em` }}>
        {tree ? <Twisty row={row} closed={closed} onFold={onFold} /> : null}
        {/* The list has the focus, and Enter opens the row chosen in it. */}
        <TaskLink task={row} tabbable={false} />
        {row.group === null ? '' : <span class="quiet"> in {visible(row.group)}</span>}
      </span>
      <StateBadge state={row.state} />
      <span class="number">{row.waitsFor === null ? '' : age(row.waitAge)}</span>
      <span class="what">{row.waitsFor === null ? '' : visible(row.waitsFor)}</span>
      <span class="where">
        <PlaceText place={row.place} />
      </span>
    </div>
  )
}

function Twisty({ row, closed, onFold }: Omit<TaskLineProps, 'tree'>): VNode {
  if (row.children === 0) return <span class="twisty" />
  return (
    <button
      type="button"
      class="twisty"
      tabIndex={-1}
      aria-label={closed ? `show the ${row.children} below` : `hide the ${row.children} below`}
      onClick={() => onFold(row.id, closed)}
    >
      {closed ? '▸' : '▾'}
    </button>
  )
}

/** The height of a line in px: the one of the style sheet. */
export function useRowHeight(): number {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches)
  useEffect(() => {
    const query = matchMedia(NARROW)
    const changed = () => setNarrow(query.matches)
    query.addEventListener('change', changed)
    return () => query.removeEventListener('change', changed)
  }, [])
  return narrow ? 48 : 28
}
