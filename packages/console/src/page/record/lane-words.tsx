/** What one task did in a window, in words; two of its spans can be compared. */

import type { VNode } from 'preact'
import type { Lane, Span } from '../../protocol/timeline.ts'
import { age } from '../base/age.ts'
import { counted, number } from '../base/text.ts'
import { visible } from '../base/visible.ts'
import { useApp } from '../data/app.ts'

/** The most spans that are told in words. */
const MOST_TOLD = 100

export function LaneWords({ lane, first }: { lane: Lane; first: number }): VNode {
  const { address, set } = useApp()
  const marked = (address.params.get('spans') ?? '').split(',').filter((text) => text !== '')
  const keyOf = ({ from }: Span): string => from.toFixed(4)
  const toggle = (key: string): void => {
    const others = marked.filter((other) => other !== key)
    const next = others.length < marked.length ? others : [...others, key].slice(-2)
    set({ spans: next.join(',') })
  }
  const told = lane.spans.slice(0, MOST_TOLD)
  const chosen = told.filter((span) => marked.includes(keyOf(span)))
  return (
    <section class="lane-words">
      <h3>{lane.name === '' ? `task ${lane.task}` : visible(lane.name)} in this window</h3>
      <ol>
        {told.map((span) => (
          <li key={span.from}>
            {age(span.from - first)}: {span.kind === 'wait' ? 'waited' : counted(span.count, 'step')} for{' '}
            {age(span.to - span.from)}
            {span.kind === 'wait' ? `: ${visible(span.text)}` : `, then ${visible(span.text)}`}{' '}
            <button
              type="button"
              class="small"
              aria-pressed={marked.includes(keyOf(span))}
              onClick={() => toggle(keyOf(span))}
            >
              compare
            </button>
          </li>
        ))}
      </ol>
      {chosen.length === 2 ? <Difference one={chosen[0] as Span} other={chosen[1] as Span} /> : null}
      {lane.spans.length > MOST_TOLD ? (
        <p class="quiet">and {number(lane.spans.length - MOST_TOLD)} more: come closer.</p>
      ) : null}
      {lane.wakes.length === 0 ? null : (
        <p>
          Woken, the last times:{' '}
          {lane.wakes.map(({ at, by }) => `${age(at - first)} by ${visible(by)}`).join('; ')}.
        </p>
      )}
    </section>
  )
}

function Difference({ one, other }: { one: Span; other: Span }): VNode {
  const [a, b] = [one.to - one.from, other.to - other.from]
  const more = b >= a ? 'longer' : 'shorter'
  const times =
    a > 0 && b > 0 ? `, ${number(Math.max(a, b) / Math.min(a, b))} times as ${b >= a ? 'long' : 'short'}` : ''
  return (
    <p class="compared" role="status">
      The second took {age(Math.abs(b - a))} {more} ({age(b)} against {age(a)}
      {times}), and began {age(other.from - one.from)} later.
    </p>
  )
}
