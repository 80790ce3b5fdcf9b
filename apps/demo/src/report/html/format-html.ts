import type { Timeline } from '../../crawl/timeline.ts'
import { count, grouped } from '../count.ts'
import { formatDuration } from '../format-duration.ts'
import type { Report } from '../report.ts'
import { concurrency } from './concurrency.ts'
import { escapeHtml } from './escape.ts'
import { style } from './style.ts'
import { brokenTable, slowestTable } from './tables.ts'
import { waterfall } from './waterfall.ts'

/**
 * The report as one page that needs nothing else: no script, no font, no network, which its Content-Security-Policy
 * makes sure of. The charts are laid out with d3's scales and shapes, which work on numbers and need no browser.
 */

export function formatHtml(report: Report, timeline: Timeline): string {
  const { start, complete, broken } = report
  const { addresses, earlier, elapsed, oneByOne, pages, links } = report.summary
  const spans = timeline.slowest()
  const shown =
    spans.length < timeline.count ? `the slowest ${spans.length} of ${grouped(timeline.count)}` : 'all'
  const facts: [name: string, value: string, bad?: boolean][] = [
    ['broken links', grouped(broken.length), broken.length > 0],
    ['addresses', grouped(addresses)],
    ['links', grouped(links)],
    ['pages', grouped(pages)],
    ['took', formatDuration(elapsed)],
    ['one after another', formatDuration(oneByOne)],
  ]
  const tiles = facts.map(
    ([name, value, bad]) => `<div><dt>${name}</dt><dd${bad ? ' class="bad"' : ''}>${value}</dd></div>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>linkcheck: ${escapeHtml(start)}</title>
<style>${style}</style>
</head>
<body>
<h1>Links of ${escapeHtml(start)}</h1>
<p>${complete ? 'Everything that can be reached was checked.' : 'Interrupted: this is what was found so far.'}${earlier === 0 ? '' : ` ${count(earlier, 'address was', 'addresses were')} checked in an earlier run, which the charts do not show.`}</p>
<dl>${tiles.join('')}</dl>
<section id="concurrency"><h2>Requests at the same time</h2>
${concurrency(timeline.levels(), elapsed)}</section>
<section id="waterfall"><h2>Waterfall of requests</h2>
<p>${shown}, in the order of sending<span class="key fine"></span>answered<span class="key failed"></span>failed</p>
${waterfall(spans, elapsed, start)}</section>
<section id="slowest"><h2>Slowest requests</h2>
${slowestTable(spans, start)}</section>
<section id="broken"><h2>Broken links by page</h2>
${brokenTable(report)}</section>
</body>
</html>
`
}
