/**
 * Who woke the selected task: a line from the lane of the task that did to its own, at that time. Only for
 * the selection, because those of all tasks would hide the lanes. They are told in words beside it.
 */

import type { VNode } from 'preact'
import type { Lane } from '../../protocol/timeline.ts'

const WIDTH = 1000

export function Arrows(props: {
  readonly lanes: readonly Lane[]
  /** The index of the selected lane. */
  readonly to: number
  readonly window: { readonly from: number; readonly to: number }
}): VNode | null {
  const { lanes, to, window } = props
  const span = window.to - window.from
  const lines = (lanes[to]?.wakes ?? []).flatMap(({ at, task }) => {
    const from = lanes.findIndex((lane) => lane.task === task)
    if (from < 0 || from === to || span <= 0) return []
    const x = (((at - window.from) / span) * WIDTH).toFixed(1)
    // All lanes are equally high, and their bars are in the lower half.
    const y = (index: number): string => (index + 0.72).toFixed(2)
    return [`M${x} ${y(from)}V${y(to)}`]
  })
  if (lines.length === 0) return null
  return (
    <li class="arrows" aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} ${lanes.length}`} preserveAspectRatio="none" role="presentation">
        <path d={lines.join('')} />
      </svg>
    </li>
  )
}
