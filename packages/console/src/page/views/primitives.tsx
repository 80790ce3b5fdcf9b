/**
 * Who has it, who fills it, who stopped taking? Locks, queues and the like, by how many tasks wait for them.
 */

import type { VNode } from 'preact'
import { MOST_ROWS } from '../../protocol/limits.ts'
import type { PrimitiveRow } from '../../protocol/rows.ts'
import type { State } from '../../protocol/state.ts'
import { age } from '../base/age.ts'
import { number } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { useAsk } from '../data/use-ask.ts'
import { Empty } from '../parts/empty.tsx'
import { More } from '../parts/more.tsx'
import { Table } from '../parts/table.tsx'
import { TaskLinks } from '../parts/task-link.tsx'

export function Primitives({ state }: { state: State }): VNode {
  const { address } = useApp()
  const all = address.params.has('all')
  const asked = useAsk('primitives', all ? { from: 0, count: MOST_ROWS } : null, 2000)
  const primitives = asked.answer ?? state.primitives
  if (primitives.rows.length === 0) {
    return <Empty>No lock, queue or other primitive is known: none was made, or none is used now.</Empty>
  }
  return (
    <>
      <p class="quiet">Those that most tasks wait for come first, then those with the oldest wait.</p>
      <Table
        label="Primitives by pressure"
        rows={primitives.rows}
        keyOf={(row) => String(row.id)}
        columns={[
          { title: 'waiting', kind: 'number', cell: (row) => number(row.waiting) },
          { title: 'oldest', kind: 'number', cell: (row) => (row.waiting === 0 ? '–' : age(row.oldest)) },
          { title: 'what', cell: (row) => <Name row={row} /> },
          {
            title: 'held by',
            cell: (row) => (row.holders.length === 0 ? 'nobody' : <TaskLinks tasks={row.holders} />),
          },
          { title: 'numbers', kind: 'wide', cell: (row) => numbers(row) },
          {
            title: 'taken at',
            cell: (row) => (row.takenAt === null ? takenNowhere(row) : visible(row.takenAt)),
          },
        ]}
      />
      <More window={primitives} all={all} what="primitive" />
    </>
  )
}

function Name({ row }: { row: PrimitiveRow }): VNode {
  return (
    <span>
      {visible(row.kind)}{' '}
      {row.name === '' ? (
        <span class="quiet">without a name</span>
      ) : (
        <span class="name">{visible(row.name)}</span>
      )}
    </span>
  )
}

function takenNowhere({ holders }: PrimitiveRow): VNode {
  return <span class="quiet">{holders.length === 0 ? 'not held' : 'line unknown'}</span>
}

function numbers({ statistics }: PrimitiveRow): string {
  return statistics
    .filter(([name]) => name !== 'waiting')
    .map(([name, value]) => `${visible(name)} ${visible(value)}`)
    .join(', ')
}
