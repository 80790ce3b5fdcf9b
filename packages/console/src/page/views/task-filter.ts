/** The filters of the list of tasks, as the address keeps them and as the server is asked. */

import type { TasksAsk } from '../../protocol/asks.ts'
import { type Address, taskNumbers } from '../base/address.ts'
import { parseAge } from '../base/age.ts'

export type TaskFilter = Omit<TasksAsk, 'from' | 'count'>

export const SHAPES = ['tree', 'awaits', 'list'] as const
export const STATES = ['running', 'ready', 'waiting', 'cancelling'] as const
export const SORTS = ['created', 'name', 'wait-age', 'steps'] as const

/** Reads the filter from an address. A value that means nothing filters nothing. */
export function filterOf({ params }: Address): TaskFilter {
  const shape = SHAPES.find((known) => known === params.get('shape')) ?? 'tree'
  const state = STATES.find((known) => known === params.get('state'))
  const sort = SORTS.find((known) => known === params.get('sort')) ?? 'created'
  const search = params.get('search')
  const wait = params.get('wait')
  const waitedFor = parseAge(params.get('waited') ?? '')
  const closed = taskNumbers(params.get('closed'))
  return {
    // A filter by wait is a question about many tasks alike: their places in the tree say nothing.
    shape: params.has('shape') || wait === undefined ? shape : 'list',
    ...(search !== undefined && { search }),
    ...(state !== undefined && { state }),
    ...(wait !== undefined && { wait }),
    ...(waitedFor !== null && { waitedFor: Math.round(waitedFor) }),
    ...(shape === 'list' && { sort, descending: sort === 'wait-age' || sort === 'steps' }),
    ...(closed.length > 0 && { closed }),
  }
}

/** Some tasks are left out. */
export function filtered(filter: TaskFilter): boolean {
  const { search, state, wait, waitedFor } = filter
  return [search, state, wait, waitedFor].some((value) => value !== undefined)
}
