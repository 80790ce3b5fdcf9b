/** Below a list that shows its first rows: how many there are, and a way to all of them. */

import type { VNode } from 'preact'
import { MOST_ROWS } from '../../protocol/limits.ts'
import type { Window } from '../../protocol/rows.ts'
import { counted, number } from '../base/text.ts'
import { useApp } from '../data/app.ts'

export function More(props: { window: Window<unknown>; all: boolean; what: string }): VNode | null {
  const { window, all, what } = props
  const { set } = useApp()
  if (window.rows.length >= window.total) return null
  return (
    <p class="quiet">
      The first {counted(window.rows.length, what)} of {number(window.total)}.{' '}
      {all ? (
        'More are not shown: the first ones tell the story.'
      ) : (
        <button type="button" class="small" onClick={() => set({ all: '1' })}>
          Show {window.total > MOST_ROWS ? `the first ${MOST_ROWS}` : 'all'}
        </button>
      )}
    </p>
  )
}
