import { scaleLinear } from 'd3-scale'
import { area, curveStepAfter, line } from 'd3-shape'
import type { Level } from '../../crawl/timeline.ts'
import { FRAMES, type Frame, MARGIN, svg, timeAxis, timeScale } from './time-axis.ts'

/** The chart of the requests under way over time. */

const HEIGHT = 170

/** An `<svg>` for each frame. */
export function concurrency(levels: readonly Level[], elapsed: number): string {
  return FRAMES.map((frame) => chart(levels, elapsed, frame)).join('')
}

function chart(levels: readonly Level[], elapsed: number, frame: Frame): string {
  // The last level reaches to the end of the crawl.
  const steps = [...levels, { at: elapsed, open: levels.at(-1)?.open ?? 0 }]
  const most = steps.reduce((top, { open }) => Math.max(top, open), 1)
  const x = timeScale(elapsed, frame)
  const y = scaleLinear()
    .domain([0, most])
    .nice(4)
    .range([HEIGHT - MARGIN.bottom, MARGIN.top])
  const shape = area<Level>(
    (step) => x(step.at),
    y(0),
    (step) => y(step.open),
  )
    .curve(curveStepAfter)
    .digits(1)
  const edge = line<Level>(
    (step) => x(step.at),
    (step) => y(step.open),
  )
    .curve(curveStepAfter)
    .digits(1)
  const ticks = y.ticks(4).filter(Number.isInteger)
  const grid = ticks.map((tick) => {
    const at = y(tick).toFixed(1)
    return `<line class="grid" x1="${MARGIN.left}" x2="${frame.width - MARGIN.right}" y1="${at}" y2="${at}"/><text x="${MARGIN.left - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`
  })
  const paths = `<path class="area" d="${shape(steps)}"/><path class="edge" d="${edge(steps)}"/>`
  const content = `${timeAxis(x, HEIGHT, frame)}${grid.join('')}${paths}`
  return svg(frame, HEIGHT, `Requests at the same time, at most ${most}`, content)
}
