/**
 * The steps and waits of one task in a window, as two paths: a shape for each span would be too many. What it
 * shows is told in words beside it.
 */

import type { VNode } from 'preact'
import type { Lane, Span } from '../../protocol/timeline.ts'

/** Units of the drawing, however wide it is shown. */
const WIDTH = 1000
const HEIGHT = 20
/** Each span can be seen. */
const THINNEST = 1

export function LaneBar({ lane, from, to }: { lane: Lane; from: number; to: number }): VNode {
  const path = (kind: Span['kind'], top: number, height: number): string =>
    lane.spans
      .filter((span) => span.kind === kind)
      .map((span) => {
        const left = at(span.from, from, to)
        const width = Math.max(THINNEST, at(span.to, from, to) - left)
        return `M${left.toFixed(1)} ${top}h${width.toFixed(1)}v${height}h-${width.toFixed(1)}z`
      })
      .join('')
  return (
    <svg class="lane-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="lane-wait" d={path('wait', 7, 6)} />
      <path class="lane-step" d={path('step', 2, 16)} />
    </svg>
  )
}

function at(time: number, from: number, to: number): number {
  const share = to > from ? (time - from) / (to - from) : 0
  return Math.min(1, Math.max(0, share)) * WIDTH
}
