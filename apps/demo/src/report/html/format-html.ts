import type { Timeline } from '../../crawl/timeline.ts'
import { count, grouped } from '../count.ts'
import { formatDuration } from '../format-duration.ts'
import type { Report } from '../report.ts'
import { concurrency } from './concurrency.ts'
import { escapeHtml } from './escape.ts'
import { style } from './style.ts'
import { brokenTable, notesTable, slowestTable } from './tables.ts'
import { waterfall } from './waterfall.ts'

/**
 * The report as one page that needs nothing else: no script, no font, no network. Its Content-Security-Policy
 * enforces that. d3's scales and shapes lay out the charts. They work on numbers and need no browser.
 */

/** `when`: the time of the report. */
export function formatHtml(report: Report, timeline: Timeline, when: Date): string {
  const { start, summary, broken, notes } = report
  const spans = timeline.slowest()
  const shown =
    spans.length < timeline.count ? `the slowest ${spans.length} of ${grouped(timeline.count)}` : 'all'
  const sections: readonly Section[] = [
    ['concurrency', 'Requests at the same time', concurrency(timeline.levels(), summary.elapsed)],
    ['waterfall', 'Waterfall of requests', `${legend(shown)}${waterfall(spans, summary.elapsed, start)}`],
    ['slowest', 'Slowest requests', slowestTable(spans, start)],
    ['broken', 'Broken links by page', brokenTable(report)],
    ...(notes.length === 0 ? [] : [['notes', 'Not broken, but worth knowing', notesTable(report)] as const]),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>linkcheck: ${grouped(broken.length)} broken on ${escapeHtml(start)}</title>
<style>${style}</style>
</head>
<body>
<h1>Links of ${escapeHtml(start)}</h1>
<p>${headline(report)} <time datetime="${when.toISOString()}">${when.toISOString().slice(0, 16).replace('T', ' ')} UTC</time></p>
<dl>${tiles(report).join('')}</dl>
<nav>${sections.map(([id, title]) => `<a href="#${id}">${title}</a>`).join(' ')}</nav>
${sections.map(([id, title, body]) => `<section id="${id}"><h2>${title}</h2>\n${body}</section>`).join('\n')}
</body>
</html>
`
}

type Section = readonly [id: string, title: string, body: string]

function headline({ complete, summary: { earlier } }: Report): string {
  const before = `${count(earlier, 'address was', 'addresses were')} checked in an earlier run, which the charts do not show.`
  const now = complete
    ? 'Everything that can be reached was checked.'
    : 'Interrupted: this is what was found so far.'
  return earlier === 0 ? now : `${now} ${before}`
}

function tiles({ broken, summary }: Report): string[] {
  const facts: [name: string, value: string, bad?: boolean][] = [
    ['broken links', grouped(broken.length), broken.length > 0],
    ['addresses', grouped(summary.addresses)],
    ['links', grouped(summary.links)],
    ['pages', grouped(summary.pages)],
    ['took', formatDuration(summary.elapsed)],
    ['one after another', formatDuration(summary.oneByOne)],
  ]
  return facts.map(
    ([name, value, bad]) => `<div><dt>${name}</dt><dd${bad ? ' class="bad"' : ''}>${value}</dd></div>`,
  )
}

function legend(shown: string): string {
  return `<p>${shown}, in the order of sending<span class="key fine"></span>answered<span class="key failed"></span>failed</p>\n`
}
