/**
 * The views, in the order in which one needs them at three in the morning, with the number that calls for a
 * look.
 */

import type { VNode } from 'preact'
import type { State } from '../../protocol/state.ts'
import { formatAddress, toView, VIEWS, type ViewName } from '../base/address.ts'
import { number } from '../base/text.ts'
import { useApp } from '../data/app.ts'
import { isUnknown } from '../data/live.ts'

const TITLES: Record<ViewName, string> = {
  blocked: 'Blocked now',
  waits: 'Waits',
  primitives: 'Primitives',
  outside: 'Outside',
  tasks: 'Tasks',
  top: 'Top',
  loop: 'Loop',
  record: 'Record',
}

export function Nav({ state, view }: { state: State; view: ViewName }): VNode {
  const { address } = useApp()
  return (
    <nav aria-label="Views">
      <ul>
        {VIEWS.map((name, at) => (
          <li key={name}>
            <a
              href={formatAddress(toView(address, name))}
              data-key={String(at + 1)}
              aria-current={name === view ? 'page' : undefined}
            >
              {TITLES[name]} <Count state={state} view={name} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Count({ state, view }: { state: State; view: ViewName }): VNode | null {
  if (view === 'blocked') return state.blocked === null ? null : <span class="badge alarm">now</span>
  if (isUnknown(state)) return null
  const counts: Partial<Record<ViewName, number>> = {
    waits: state.waits.total,
    primitives: state.primitives.total,
    outside: state.externals.total,
    tasks: state.counts.tasks,
  }
  const count = counts[view]
  return count === undefined ? null : <span class="count">{number(count)}</span>
}
