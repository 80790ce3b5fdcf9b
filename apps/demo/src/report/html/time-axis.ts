import { type ScaleLinear, scaleLinear } from 'd3-scale'

/**
 * What the charts share: width and scale, so that one can be read against the other.
 *
 * Each chart is drawn twice, for a wide screen and for a telephone, and the style shows one of the two. Text
 * that is scaled down with its chart would be too small.
 */
export interface Frame {
  readonly kind: 'wide' | 'narrow'
  readonly width: number
  /** About how many times the axis names. */
  readonly ticks: number
}

export const FRAMES: readonly Frame[] = [
  { kind: 'wide', width: 1000, ticks: 8 },
  { kind: 'narrow', width: 360, ticks: 4 },
]

export const MARGIN = { top: 12, right: 16, bottom: 26, left: 44 }

export function timeScale(elapsed: number, { width }: Frame): ScaleLinear<number, number> {
  return scaleLinear()
    .domain([0, Math.max(elapsed, 1)])
    .range([MARGIN.left, width - MARGIN.right])
}

/** Vertical lines with the seconds under them. */
export function timeAxis(x: ScaleLinear<number, number>, height: number, { ticks }: Frame): string {
  const bottom = height - MARGIN.bottom
  const lines = x.ticks(ticks).map((tick) => {
    const at = x(tick).toFixed(1)
    return `<line class="grid" x1="${at}" x2="${at}" y1="${MARGIN.top}" y2="${bottom}"/><text x="${at}" y="${bottom + 16}" text-anchor="middle">${tick / 1000} s</text>`
  })
  return lines.join('')
}

/** The `<svg>` of a frame. */
export function svg({ kind, width }: Frame, height: number, label: string, content: string): string {
  return `<svg class="${kind}" viewBox="0 0 ${width} ${height.toFixed(0)}" role="img" aria-label="${label}">${content}</svg>`
}
