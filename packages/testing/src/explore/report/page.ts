/**
 * The report of a failing order as a page: a lane for each task, a row for each step.
 *
 * The page is one file without scripts, so that it opens from the output of a failing test, in a mail, and in
 * the archive of a build.
 */

import type { OrderReport } from './order-error.ts'
import type { ReportedStep } from './report.ts'

const STYLE = `
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif }
body { margin: 2rem; max-width: 80rem }
h1 { font-size: 1.2rem }
pre { padding: .7rem; border: 1px solid #8886; border-radius: 4px; overflow: auto }
table { border-collapse: collapse }
th { font-weight: 600; text-align: left; padding: .2rem .6rem; border-bottom: 2px solid #8888 }
td { padding: .15rem .6rem; vertical-align: top; white-space: nowrap }
td.lane { border-left: 2px solid #8883; min-width: 6rem }
td.on { background: #3b82f633; border-left: 2px solid #3b82f6 }
tr.odd td.on { background: #f59e0b55; border-left-color: #f59e0b }
tr.odd td:first-child::before { content: '▶ '; color: #d97706 }
.place, .then { color: #888; font-family: ui-monospace, monospace; font-size: 12px }
.instead { color: #d97706 }
`

/** The page. */
export function pageOf(report: OrderReport): string {
  const lanes = lanesOf(report.steps)
  const heads = lanes.map(({ name }) => `<th>${escaped(name)}</th>`).join('')
  const rows = report.steps.map((step) => rowOf(step, lanes)).join('\n')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(report.program)}: ${escaped(firstLine(report.error))}</title>
<style>${STYLE}</style>
<h1>${escaped(report.program)}</h1>
<pre>${escaped(report.error)}</pre>
${report.always === '' ? '' : `<p>${escaped(report.always)}</p>\n`}<p>The same again: <code>${escaped(report.replay)}</code></p>
<p>A line a switch, from top to bottom. <b class="instead">▶</b> marks what differs from first come, first served.</p>
<table>
<thead><tr><th>ms</th>${heads}<th></th></tr></thead>
<tbody>
${rows}
</tbody>
</table>
</html>
`
}

interface Lane {
  /** Undefined: what is no task. */
  readonly task: number | undefined
  readonly name: string
}

function lanesOf(steps: readonly ReportedStep[]): Lane[] {
  const lanes = new Map<number | undefined, Lane>()
  for (const { task, what } of steps) {
    if (!lanes.has(task)) lanes.set(task, { task, name: task === undefined ? 'outside' : what })
  }
  return [...lanes.values()].sort((a, b) => (a.task ?? 0) - (b.task ?? 0))
}

function rowOf(step: ReportedStep, lanes: readonly Lane[]): string {
  const cells = lanes.map(({ task }) => {
    if (task !== step.task) return '<td class="lane"></td>'
    const label = task === undefined ? escaped(step.what) : '●'
    const place = step.place === undefined ? '' : ` <span class="place">${escaped(step.place)}</span>`
    return `<td class="lane on">${label}${place}</td>`
  })
  const then = step.after === undefined ? '' : `<span class="then">${escaped(step.after)}</span>`
  const instead =
    step.instead === undefined ? '' : ` <span class="instead">instead of ${escaped(step.instead)}</span>`
  const odd = step.instead === undefined ? '' : ' class="odd"'
  return `<tr${odd}><td>${Number(step.at.toFixed(3))}</td>${cells.join('')}<td>${then}${instead}</td></tr>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0] as string
}
