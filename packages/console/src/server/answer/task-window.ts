/** Parts of the list and of the tree of tasks: filtered, sorted, cut. */

import type { TaskRow, Window } from '../../protocol/rows.ts'
import { oneOf, type RawAsk, rangeOf, shortText, wholeNumber } from '../http/checked-ask.ts'
import { BadAsk } from '../http/http-server.ts'
import type { Known, TaskTable } from '../picture/task-table.ts'
import { awaitsTree, parentTree, type TreeRow } from './task-tree.ts'

/** The most rows of a tree whose children can be hidden. */
const MOST_CLOSED = 1000

/** The rows of the window; their places are filled in later. */
export function taskWindow(ask: RawAsk, table: TaskTable): Window<TaskRow> {
  const shape = oneOf(ask, 'shape', ['list', 'tree', 'awaits'] as const) ?? 'list'
  const { from, count } = rangeOf(ask)
  const fits = filterOf(ask)
  const all =
    shape === 'list'
      ? sorted(ask, table.all.filter(fits)).map((task) => ({ task, depth: 0, children: 0 }))
      : treeOf(ask, shape === 'tree' ? parentTree(table) : awaitsTree(table), fits)
  const rows = all.slice(from, from + count).map(({ task, depth, children }) => rowOf(task, depth, children))
  return { rows, from, total: all.length }
}

export function rowOf(task: Known, depth = 0, children = 0): TaskRow {
  const { id, name, loop, state, waitsFor, waitAge, age, parent, group } = task
  return {
    id,
    name,
    loop,
    state,
    waitsFor,
    waitAge,
    age,
    place: null,
    parent,
    group,
    depth,
    children,
    steps: null,
  }
}

function filterOf(ask: RawAsk): (task: Known) => boolean {
  const search = shortText(ask, 'search', '').toLowerCase()
  const state = oneOf(ask, 'state', ['running', 'ready', 'waiting', 'cancelling'] as const)
  const wait = ask.wait === undefined ? undefined : shortText(ask, 'wait', '').replace(/ @[^@]*$/, '')
  const waitedFor = wholeNumber(ask, 'waitedFor', 0, 0, Number.MAX_SAFE_INTEGER)
  return (task) =>
    (state === undefined || task.state === state) &&
    (wait === undefined || task.waitKey === wait) &&
    (waitedFor === 0 || (task.waitAge ?? -1) >= waitedFor) &&
    (search === '' ||
      task.name.toLowerCase().includes(search) ||
      task.functionName.toLowerCase().includes(search) ||
      (task.waitsFor ?? '').toLowerCase().includes(search))
}

function sorted(ask: RawAsk, tasks: Known[]): Known[] {
  const sort = oneOf(ask, 'sort', ['created', 'name', 'wait-age', 'steps'] as const) ?? 'created'
  if (sort === 'name') tasks.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id))
  if (sort === 'wait-age') tasks.sort((a, b) => (a.waitAge ?? -1) - (b.waitAge ?? -1))
  return ask.descending === true ? tasks.reverse() : tasks
}

/** A row is shown if it fits, or a row below it does. */
function treeOf(ask: RawAsk, rows: readonly TreeRow[], fits: (task: Known) => boolean): TreeRow[] {
  const closed = closedOf(ask)
  const shown: boolean[] = []
  // From the end: the rows below one come after it. The lowest depth shown since then decides.
  let reaches = -1
  for (let at = rows.length - 1; at >= 0; at--) {
    const { task, depth } = rows[at] as TreeRow
    const isAbove = reaches > depth
    shown[at] = isAbove || fits(task)
    if (shown[at] === true) reaches = depth
    else if (reaches > depth) reaches = depth
  }
  let hiddenBelow = Infinity
  return rows.filter(({ task, depth }, at) => {
    if (depth > hiddenBelow) return false
    hiddenBelow = closed.has(task.id) ? depth : Infinity
    return shown[at]
  })
}

function closedOf({ closed = [] }: RawAsk): ReadonlySet<unknown> {
  if (Array.isArray(closed) && closed.length <= MOST_CLOSED) return new Set(closed)
  throw new BadAsk(`Expected closed to be a list of at most ${MOST_CLOSED} numbers`)
}
