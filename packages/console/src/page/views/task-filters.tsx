/** The fields above the list of tasks. What is typed is in the address at once. */

import type { VNode } from 'preact'
import { parseAge } from '../base/age.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'
import { Choice } from '../parts/choice.tsx'
import { filtered, SORTS, STATES, type TaskFilter } from './task-filter.ts'

const SHAPE_TITLES = [
  ['tree', 'tree of parents'],
  ['awaits', 'tree of awaits'],
  ['list', 'list'],
] as const

const SORT_TITLES: Record<(typeof SORTS)[number], string> = {
  created: 'the oldest',
  name: 'name',
  'wait-age': 'the longest wait',
  steps: 'the most steps',
}

export function TaskFilters({ filter }: { filter: TaskFilter }): VNode {
  const { address, set } = useApp()
  const text = (key: string) => address.params.get(key) ?? ''
  const waitedIsWrong = text('waited') !== '' && parseAge(text('waited')) === null
  return (
    <search class="tools">
      <label class="field grow">
        find
        <input
          type="search"
          maxLength={200}
          data-key="/"
          placeholder="part of a name, a wait or a line"
          value={text('search')}
          onInput={(event) => set({ search: event.currentTarget.value })}
        />
      </label>
      <Choice
        label="show"
        value={filter.shape ?? 'tree'}
        options={SHAPE_TITLES}
        onChange={(shape) => set({ shape, closed: null })}
      />
      <Choice
        label="state"
        value={filter.state ?? ''}
        options={[['', 'any'], ...STATES.map((state) => [state, state] as const)]}
        onChange={(state) => set({ state })}
      />
      <label class="field">
        waits for at least
        <input
          class="short"
          placeholder="5s, 2m, 1h"
          value={text('waited')}
          aria-invalid={waitedIsWrong}
          onInput={(event) => set({ waited: event.currentTarget.value })}
        />
        {waitedIsWrong ? <span class="warning">expected 250ms, 5s, 2m or 1h</span> : null}
      </label>
      {filter.shape === 'list' ? (
        <Choice
          label="first"
          value={filter.sort ?? 'created'}
          options={SORTS.map((sort) => [sort, SORT_TITLES[sort]])}
          onChange={(sort) => set({ sort })}
        />
      ) : null}
      {filter.wait === undefined ? null : (
        <span class="chip">
          one merged wait: {visible(filter.wait)}{' '}
          <button type="button" class="small" onClick={() => set({ wait: null })}>
            all waits
          </button>
        </span>
      )}
      {filtered(filter) ? (
        <button
          type="button"
          class="small"
          onClick={() => set({ search: null, state: null, wait: null, waited: null })}
        >
          No filter
        </button>
      ) : null}
    </search>
  )
}
