/**
 * One curve over the last minutes. Its title says the last and the largest value in words, for those who
 * cannot see the curve, and for those who can and want the number.
 */

import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'

export interface ChartProps {
  readonly title: string
  /** Seconds before now, negative, oldest first. */
  readonly times: readonly number[]
  readonly values: readonly (number | null)[]
  readonly format: (value: number | null) => string
}

const HEIGHT = 120

export function Chart({ title, times, values, format }: ChartProps): VNode {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const known = values.filter((value) => value !== null)
  const last = values.at(-1) ?? null
  const largest = known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value))
  const gaps = values.length - known.length

  useEffect(() => {
    const element = box.current as HTMLDivElement
    const made = new uPlot(optionsOf(element, format), [[], []], element)
    plot.current = made
    const resized = new ResizeObserver(() => made.setSize({ width: widthOf(element), height: HEIGHT }))
    resized.observe(element)
    // Its colours are read when it draws.
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    const redraw = () => made.redraw(false)
    scheme.addEventListener('change', redraw)
    const themed = new MutationObserver(redraw)
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      resized.disconnect()
      themed.disconnect()
      scheme.removeEventListener('change', redraw)
      made.destroy()
    }
  }, [])
  useEffect(() => plot.current?.setData([[...times], [...values]]), [times, values])

  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong> now {format(last)}, at most {format(largest)}
        {gaps > 0 ? `, ${gaps} of ${values.length} points unknown` : ''}
      </figcaption>
      <div ref={box} aria-hidden="true" />
    </figure>
  )
}

function widthOf(element: HTMLElement): number {
  return Math.max(160, element.clientWidth)
}

function optionsOf(element: HTMLElement, format: ChartProps['format']): uPlot.Options {
  const color = (name: string) => () => getComputedStyle(element).getPropertyValue(name)
  const axis = {
    stroke: color('--quiet'),
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  }
  return {
    width: widthOf(element),
    height: HEIGHT,
    legend: { show: false },
    cursor: { points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false },
      y: { range: (_plot, _least, most) => [0, most === null || most <= 0 ? 1 : most * 1.1] },
    },
    axes: [
      { ...axis, size: 24, incrs: [10, 20, 60, 120, 300], values: (_plot, splits) => splits.map(agoText) },
      { ...axis, size: 70, values: (_plot, splits) => splits.map((value) => format(value)) },
    ],
    series: [{}, { stroke: color('--accent'), width: 1.5, spanGaps: false, points: { show: false } }],
  }
}

function agoText(seconds: number): string {
  if (seconds === 0) return 'now'
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}
