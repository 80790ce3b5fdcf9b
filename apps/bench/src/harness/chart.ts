/** The charts of the documentation, as SVG text. */

import * as echarts from 'echarts'
import type { Results, Row } from './results.ts'
import type { Workload } from './workload.ts'
import { workloads } from './workloads.ts'

const names: Readonly<Record<string, string>> = {
  acoro: 'acoro',
  asyncio: 'asyncio',
  effect: 'Effect',
  effection: 'Effection',
  co: 'co',
}
const colors: Readonly<Record<string, string>> = {
  acoro: '#0b7a4b',
  asyncio: '#c2410c',
  effect: '#8a63d2',
  effection: '#d4a72c',
  co: '#7a869a',
  native: '#33415c',
}
const text = { color: '#57606a', fontSize: 12 }

/** Every workload a line, every library a dot on it: left of 1 is faster, or smaller, than native. */
export function ratioChart(results: Results): string {
  const shown = workloads.filter((workload) => typeof ratioOf(results, workload, 'acoro') === 'number')
  const dots = (peer: string): [number, number][] =>
    shown.flatMap((workload, index) => {
      const ratio = ratioOf(results, workload, peer)
      return typeof ratio === 'number' ? [[ratio, index] as [number, number]] : []
    })
  return render(1000, 90 + shown.length * 24, {
    grid: { left: 400, right: 40, top: 50, bottom: 40 },
    legend: { top: 8, itemGap: 36, textStyle: text },
    xAxis: {
      type: 'log',
      name: 'ratio to native, logarithmic',
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: text,
      axisLabel: text,
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: shown.map(({ title }) => title),
      axisLabel: { ...text, interval: 0 },
      axisTick: { show: false },
      splitLine: { show: true },
    },
    series: Object.entries(names).map(([peer, name], index) => ({
      name,
      type: 'scatter',
      data: dots(peer),
      symbolSize: peer === 'acoro' ? 12 : 8,
      itemStyle: { color: colors[peer] },
      z: peer === 'acoro' ? 3 : 2,
      ...(index === 0 && { markLine: one }),
    })),
  })
}

const one = {
  silent: true,
  symbol: 'none',
  lineStyle: { color: colors.native, type: 'solid' },
  label: { formatter: 'native', color: colors.native, position: 'start' },
  data: [{ xAxis: 1 }],
}

/** What one of n costs against n: flat is linear. */
export function scaleChart(results: Results): string {
  const series = ['wake', 'timers'].flatMap((program) =>
    ['acoro', 'native'].map((peer) => ({
      name: `${program === 'wake' ? 'task parked and woken' : 'timer'}, ${peer}`,
      type: 'line',
      data: workloads
        .filter((workload) => workload.program === program)
        .flatMap((workload) => {
          const figure = rowOf(results, workload)?.figures[peer]
          return figure === undefined ? [] : [[workload.n, figure.value] as [number, number]]
        }),
      symbolSize: 8,
      color: colors[peer],
      lineStyle: { type: program === 'wake' ? 'solid' : 'dashed' },
    })),
  )
  return render(800, 360, {
    grid: { left: 70, right: 30, top: 60, bottom: 50 },
    legend: { top: 8, itemGap: 36, textStyle: text },
    xAxis: {
      type: 'log',
      min: 1000,
      name: 'n',
      nameLocation: 'middle',
      nameGap: 28,
      nameTextStyle: text,
      axisLabel: text,
    },
    yAxis: { type: 'value', name: 'ns for each', nameTextStyle: text, axisLabel: text },
    series,
  })
}

function render(width: number, height: number, option: object): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ animation: false, backgroundColor: '#ffffff', ...option })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return `${svg}\n`
}

function rowOf(results: Results, workload: Workload): Row | undefined {
  return results.rows.find((row) => row.workload === workload.name)
}

function ratioOf(results: Results, workload: Workload, peer: string): number | null | undefined {
  return rowOf(results, workload)?.figures[peer]?.ratio
}
