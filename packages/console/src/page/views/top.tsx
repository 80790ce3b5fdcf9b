/** Who is busy? What leaks? What tasks did in the last seconds, added up by their name and place. */

import type { VNode } from 'preact'
import type { Asks } from '../../protocol/asks.ts'
import type { TopRow } from '../../protocol/rows.ts'
import { age } from '../base/age.ts'
import { counted, number } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { useAsk } from '../data/use-ask.ts'
import { Choice } from '../parts/choice.tsx'
import { Empty, Pending } from '../parts/empty.tsx'
import { PlaceText } from '../parts/place.tsx'
import { type Column, Table } from '../parts/table.tsx'

type Sort = NonNullable<Asks['top']['ask']['sort']>

const SORTS: readonly Sort[] = ['steps', 'busy', 'created', 'failed', 'growth']
const SECONDS = ['1', '5', '30', '60'] as const

const COLUMNS: readonly Column<TopRow>[] = [
  {
    title: 'name',
    kind: 'wide',
    cell: (row) => <span class="name">{row.name === '' ? '(without a name)' : visible(row.name)}</span>,
  },
  { title: 'steps', kind: 'number', sort: 'steps', cell: (row) => number(row.steps) },
  { title: 'busy', kind: 'number', sort: 'busy', cell: (row) => age(row.busy) },
  { title: 'created', kind: 'number', sort: 'created', cell: (row) => number(row.created) },
  { title: 'finished', kind: 'number', cell: (row) => number(row.finished) },
  { title: 'failed', kind: 'number', sort: 'failed', cell: (row) => number(row.failed) },
  { title: 'growth', kind: 'number', sort: 'growth', cell: growth },
  { title: 'alive', kind: 'number', cell: (row) => number(row.tasks) },
  { title: 'made at', cell: (row) => <PlaceText place={row.place} /> },
]

export function Top(): VNode {
  const { address, set } = useApp()
  const seconds = SECONDS.find((known) => known === address.params.get('seconds')) ?? '5'
  const sort = SORTS.find((known) => known === address.params.get('sort')) ?? 'steps'
  const { answer, error } = useAsk('top', { seconds: Number(seconds), sort, from: 0, count: 100 }, 1000)
  return (
    <>
      <div class="tools">
        <Choice
          label="in the last"
          value={seconds}
          options={SECONDS.map((value) => [value, value === '60' ? '1 min' : `${value} s`])}
          onChange={(value) => set({ seconds: value })}
        />
        <Choice
          label="most"
          value={sort}
          options={SORTS.map((value) => [value, value])}
          onChange={(value) => set({ sort: value })}
        />
      </div>
      {answer === null ? (
        <Pending error={error} what="the busiest tasks" />
      ) : answer.rows.length === 0 ? (
        <Empty>No task took a step, began or ended in the last {counted(Number(seconds), 'second')}.</Empty>
      ) : (
        <Table
          label="Busiest tasks"
          columns={COLUMNS}
          rows={answer.rows}
          keyOf={(row) => JSON.stringify([row.name, row.place])}
          question={`${seconds} ${sort}`}
          sort={sort}
          onSort={(next) => set({ sort: next })}
        />
      )}
    </>
  )
}

/** New tasks less those that ended: a place that grows and grows is a leak. */
function growth({ created, finished }: TopRow): string {
  const more = created - finished
  return more > 0 ? `+${number(more)}` : number(more)
}
