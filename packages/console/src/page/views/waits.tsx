/** What are the 98,000 doing? Tasks that wait for the same at the same line are one row. */

import type { VNode } from 'preact'
import { MOST_ROWS } from '../../protocol/limits.ts'
import type { State } from '../../protocol/state.ts'
import { formatAddress, toView, withParams } from '../base/address.ts'
import { age } from '../base/age.ts'
import { counted, number } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { useAsk } from '../data/use-ask.ts'
import { Empty } from '../parts/empty.tsx'
import { More } from '../parts/more.tsx'
import { PlaceText } from '../parts/place.tsx'
import { Table } from '../parts/table.tsx'
import { TaskLinks } from '../parts/task-link.tsx'

export function Waits({ state }: { state: State }): VNode {
  const { address } = useApp()
  const all = address.params.has('all')
  const asked = useAsk('waits', all ? { from: 0, count: MOST_ROWS } : null, 2000)
  const waits = asked.answer ?? state.waits
  if (waits.rows.length === 0) return <Empty>{whyNone(state)}</Empty>
  const tasks = state.counts.waiting + state.counts.cancelling
  return (
    <>
      <p class="quiet">
        {counted(tasks, 'task')} wait{tasks === 1 ? 's' : ''}, for {counted(waits.total, 'thing')}.
      </p>
      <Table
        label="Merged waits"
        rows={waits.rows}
        keyOf={(wait) => wait.key}
        columns={[
          {
            title: 'tasks',
            kind: 'number',
            cell: (wait) => (
              <a href={formatAddress(withParams(toView(address, 'tasks'), { wait: wait.key }))}>
                {wait.sampled ? 'about ' : ''}
                {number(wait.count)}
              </a>
            ),
          },
          { title: 'oldest', kind: 'number', cell: (wait) => age(wait.oldest) },
          { title: 'wait for', kind: 'wide', cell: (wait) => visible(wait.waitsFor) },
          { title: 'at', cell: (wait) => <PlaceText place={wait.place} /> },
          { title: 'for example', cell: (wait) => <TaskLinks tasks={wait.examples} total={wait.count} /> },
        ]}
      />
      <More window={waits} all={all} what="wait" />
    </>
  )
}

function whyNone({ counts, verdict }: State): string {
  if (verdict.status === 'empty') return 'No task waits: no event loop of acoro runs in this process.'
  if (counts.tasks === 0) return 'No task waits: there are no tasks.'
  return `No task waits: ${counted(counts.tasks, 'task')} run or are ready to run.`
}
