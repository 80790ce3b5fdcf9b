/** Where does it belong? All tasks: as a tree of who made whom or who awaits whom, or as a list to sort. */

import type { VNode } from 'preact'
import { useCallback, useEffect } from 'preact/hooks'
import type { State } from '../../protocol/state.ts'
import { withParams } from '../base/address.ts'
import { age } from '../base/age.ts'
import { counted, number } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp, useTick } from '../data/app.ts'
import { useRows } from '../data/use-rows.ts'
import { Empty, Pending } from '../parts/empty.tsx'
import { useHold } from '../parts/hold.ts'
import { VirtualList } from '../parts/virtual-list.tsx'
import { filtered, filterOf, type TaskFilter } from './task-filter.ts'
import { TaskFilters } from './task-filters.tsx'
import { TaskLine, useRowHeight } from './task-line.tsx'

/** How often the rows in sight are asked for again, in ms. */
const PERIOD = 2000

export function Tasks({ state }: { state: State }): VNode {
  const { address, go, set, shown } = useApp()
  const filter = filterOf(address)
  const rows = useRows(filter)
  const hold = useHold()
  const rowHeight = useRowHeight()
  const kept = hold.held || shown.frozenAt !== null
  useTick(1000)
  useEffect(() => {
    if (kept) return
    rows.refresh()
    const timer = setInterval(() => document.hidden || rows.refresh(), PERIOD)
    return () => clearInterval(timer)
  }, [kept, rows.refresh])

  const closed = filter.closed ?? []
  const fold = useCallback(
    (id: number, open: boolean) => {
      const others = closed.filter((other) => other !== id)
      set({ closed: (open ? others : [...others, id]).join(',') })
    },
    [set, closed],
  )
  const isTree = filter.shape !== 'list'
  const total = rows.total ?? 0
  const open = (index: number) => {
    const row = rows.at(index)
    if (row !== null) go(withParams(address, { task: String(row.id) }))
  }
  return (
    <div class="tasks">
      <TaskFilters filter={filter} />
      <p class="quiet status">
        {rows.total === null ? '' : shownCount(total, filter, state)}
        {kept && rows.total !== null ? (
          <>
            {' '}
            As of {age(performance.now() - rows.askedAt)} ago: rows stay while you are on them.{' '}
            <button type="button" class="small" data-key="u" onClick={rows.refresh}>
              Update (u)
            </button>
          </>
        ) : null}
        {rows.error === null || rows.total === null ? '' : ` No update: ${visible(rows.error)}.`}
      </p>
      {rows.total === null ? (
        <Pending error={rows.error} what="tasks" />
      ) : total === 0 ? (
        <Empty>{whyNone(filter, state)}</Empty>
      ) : (
        <div class="held-list" {...hold.handlers}>
          <VirtualList
            label={isTree ? 'Tree of tasks' : 'Tasks'}
            total={total}
            rowHeight={rowHeight}
            startOf={JSON.stringify({ ...filter, closed: undefined })}
            onSight={rows.onSight}
            onOpen={open}
            onFold={(index, unfold) => {
              const row = rows.at(index)
              if (isTree && row !== null && row.children > 0) fold(row.id, unfold)
            }}
            row={(index) => {
              const row = rows.at(index)
              if (row === null) return null
              const isClosed = closed.includes(row.id)
              const content = <TaskLine row={row} tree={isTree} closed={isClosed} onFold={fold} />
              const isOpen = isTree && row.children > 0 ? !isClosed : null
              return { level: row.depth, open: isOpen, content }
            }}
          />
        </div>
      )}
    </div>
  )
}

function shownCount(total: number, filter: TaskFilter, { counts }: State): string {
  if (!filtered(filter)) return `${counted(total, 'row')}.`
  return `${counted(total, 'row')} of ${counted(counts.tasks, 'task')} fit the filter.`
}

function whyNone(filter: TaskFilter, { counts, verdict }: State): string {
  if (verdict.status === 'empty') return 'There are no tasks: no event loop of acoro runs in this process.'
  if (filtered(filter)) return `No task fits the filter; there are ${number(counts.tasks)} in all.`
  return 'There are no tasks now: all have ended, or none was made yet.'
}
