import { type ScaleLinear, scaleLinear } from 'd3-scale'

/** The part that the charts share: the same width, the same scale, so that one can be read against the other. */
export const WIDTH = 1000
export const MARGIN = { top: 12, right: 16, bottom: 26, left: 44 }

export function timeScale(elapsed: number): ScaleLinear<number, number> {
  return scaleLinear()
    .domain([0, Math.max(elapsed, 1)])
    .range([MARGIN.left, WIDTH - MARGIN.right])
}

/** Vertical lines with the seconds under them. */
export function timeAxis(x: ScaleLinear<number, number>, height: number): string {
  const bottom = height - MARGIN.bottom
  const lines = x.ticks(8).map((tick) => {
    const at = x(tick).toFixed(1)
    return `<line class="grid" x1="${at}" x2="${at}" y1="${MARGIN.top}" y2="${bottom}"/><text x="${at}" y="${bottom + 16}" text-anchor="middle">${tick / 1000} s</text>`
  })
  return lines.join('')
}
