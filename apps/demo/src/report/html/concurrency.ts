import { scaleLinear } from 'd3-scale'
import { area, curveStepAfter, line } from 'd3-shape'
import type { Span } from '../../crawl/crawl-state.ts'
import { MARGIN, timeAxis, timeScale, WIDTH } from './time-axis.ts'

/** How many requests were on their way at each moment. */

const HEIGHT = 170

export interface Level {
  readonly at: number
  readonly open: number
}

/** The steps, in order of time; of those at one instant, the last. */
export function levels(spans: readonly Span[], elapsed: number): Level[] {
  const changes = spans.flatMap(({ began, ended }) => [
    { at: began, by: 1 },
    { at: ended, by: -1 },
  ])
  changes.sort((a, b) => a.at - b.at)
  const steps: Level[] = [{ at: 0, open: 0 }]
  let open = 0
  for (const { at, by } of changes) {
    open += by
    if (steps.at(-1)!.at === at) steps.pop()
    steps.push({ at, open })
  }
  if (steps.at(-1)!.at < elapsed) steps.push({ at: elapsed, open })
  return steps
}

/** An `<svg>`. */
export function concurrency(spans: readonly Span[], elapsed: number): string {
  const steps = levels(spans, elapsed)
  const most = steps.reduce((top, { open }) => Math.max(top, open), 1)
  const x = timeScale(elapsed)
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
    return `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/><text x="${MARGIN.left - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`
  })
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Requests at the same time, at most ${most}">${timeAxis(x, HEIGHT)}${grid.join('')}<path class="area" d="${shape(steps)}"/><path class="edge" d="${edge(steps)}"/></svg>`
}
