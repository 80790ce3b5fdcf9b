/** Which line burns the thread? */

import type { VNode } from 'preact'
import type { Block, State } from '../../protocol/state.ts'
import { age } from '../base/age.ts'
import { visible } from '../base/visible.ts'
import { Empty } from '../parts/empty.tsx'
import { PlaceText, Stack } from '../parts/place.tsx'
import { Table } from '../parts/table.tsx'
import { TaskLink } from '../parts/task-link.tsx'

export function Blocked({ state }: { state: State }): VNode {
  const { blocked, lastBlocks, at } = state
  return (
    <>
      {blocked === null ? (
        <Empty>
          The thread is not blocked now: the loop answers.
          {lastBlocks.length === 0 ? ' It has not been blocked since the console was attached.' : ''}
        </Empty>
      ) : (
        <section class="card alarm">
          <h3>Blocked now, for {age(at - blocked.from)}</h3>
          <p>
            {blocked.task === null ? (
              'The code that runs belongs to no task, or the task is unknown.'
            ) : (
              <>
                The step of <TaskLink task={blocked.task} /> does not end.
              </>
            )}{' '}
            Nothing else runs meanwhile.{' '}
            {state.pictureAt === null
              ? 'The other tasks are unknown: the program has not told about them yet.'
              : `What the page shows of the other tasks is ${age(at - state.pictureAt)} old.`}
          </p>
          <Stack frames={blocked.stack} why={blocked.noStack} />
        </section>
      )}
      {lastBlocks.length === 0 ? null : (
        <>
          <h3>The last blocks</h3>
          <Table
            label="The last blocks"
            rows={lastBlocks}
            keyOf={(block) => String(block.from)}
            columns={[
              { title: 'began', cell: (block) => `${age(at - block.from)} ago`, kind: 'number' },
              { title: 'lasted', cell: (block) => lasted(block), kind: 'number' },
              { title: 'task', cell: ({ task }) => (task === null ? 'no task' : <TaskLink task={task} />) },
              { title: 'line', cell: whereOf, kind: 'wide' },
            ]}
          />
        </>
      )}
    </>
  )
}

function lasted({ from, until }: Block): string {
  return age(until === null ? null : until - from)
}

function whereOf({ stack, noStack }: Block): VNode {
  const innermost = stack[0]
  if (innermost !== undefined) return <PlaceText place={innermost} />
  return (
    <span class="quiet">unknown: {noStack === null ? 'the engine did not tell it' : visible(noStack)}</span>
  )
}
