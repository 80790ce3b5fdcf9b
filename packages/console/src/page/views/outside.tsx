/** Are we waiting for somebody else? What is under way outside the loop. */

import type { VNode } from 'preact'
import type { State } from '../../protocol/state.ts'
import { age } from '../base/age.ts'
import { number } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { Empty } from '../parts/empty.tsx'
import { More } from '../parts/more.tsx'
import { Table } from '../parts/table.tsx'

export function Outside({ state }: { state: State }): VNode {
  const { externals } = state
  if (externals.rows.length === 0) {
    return <Empty>Nothing is under way outside: no promise, socket, worker or signal handler.</Empty>
  }
  return (
    <>
      <Table
        label="What is under way outside"
        rows={externals.rows}
        keyOf={(row) => row.what}
        columns={[
          { title: 'count', kind: 'number', cell: (row) => number(row.count) },
          { title: 'oldest', kind: 'number', cell: (row) => age(row.age) },
          { title: 'what', kind: 'wide', cell: (row) => visible(row.what) },
          {
            title: 'ends',
            cell: (row) =>
              row.transient ? 'by itself, once it is answered' : 'perhaps never: it may stay silent',
          },
        ]}
      />
      <More window={externals} all what="kind" />
    </>
  )
}
