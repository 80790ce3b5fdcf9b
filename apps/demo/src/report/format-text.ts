import pc from 'picocolors'
import { count, grouped } from './count.ts'
import { formatDuration } from './format-duration.ts'
import { groupBy } from './group-by.ts'
import type { Report } from './report.ts'
import { shortenUrl, shortenUrls } from './shorten-url.ts'

/**
 * The report for people. Broken links are grouped by target: a dead link in the navigation of 200 pages is
 * one fault. Control characters never reach the terminal, because the site decides what its links say.
 */

const PAGES_SHOWN = 3

type Colors = ReturnType<typeof pc.createColors>

export function formatText(report: Report, color: boolean): string {
  const colors = pc.createColors(color)
  const paragraphs = [
    brokenLinks(report, colors),
    notes(report, colors),
    [...summary(report, colors), ...planted(report, colors)].join('\n'),
  ]
  return `${paragraphs.filter((text) => text !== '').join('\n\n')}\n`
}

function brokenLinks({ broken, start }: Report, c: Colors): string {
  if (broken.length === 0) return ''
  const lines = [c.bold(`${count(broken.length, 'broken link')}`)]
  // Every link of a target has the same reason, because its fragment is part of the target.
  for (const group of groupBy(broken, ({ target }) => target).values()) {
    const { page, target, reason, status } = group[0]!
    // The start in full, because that is what the user typed.
    const what = page === null ? target : shortenUrl(target, start)
    const why = status === undefined ? reason : `${status} ${reason}`.trim()
    lines.push('', `  ${c.red('✗')} ${clean(what)}  ${c.red(clean(why))}`)
    for (const { page, link } of group.slice(0, PAGES_SHOWN)) {
      const where = page === null ? 'the start' : `on ${shortenUrl(page, start)}`
      const spelling = page === null || shortenUrl(target, start) === link ? '' : ` as ${link}`
      lines.push(c.dim(`      ${clean(where + spelling)}`))
    }
    const rest = group.length - PAGES_SHOWN
    if (rest > 0) lines.push(c.dim(`      and ${count(rest, 'more page')}`))
  }
  return lines.join('\n')
}

function notes(report: Report, c: Colors): string {
  if (report.notes.length === 0) return ''
  const lines = [c.bold('Not broken, but worth knowing'), '']
  for (const { url, reason } of report.notes) {
    const shortReason = shortenUrls(reason, report.start)
    lines.push(`  ${c.yellow('!')} ${clean(shortenUrl(url, report.start))}  ${c.yellow(clean(shortReason))}`)
  }
  return lines.join('\n')
}

function summary({ complete, summary, broken }: Report, c: Colors): string[] {
  const {
    addresses,
    earlier,
    pages,
    links,
    elapsed,
    oneByOne,
    requests,
    cached = 0,
    skipped,
    unchecked,
    excluded,
  } = summary
  const fresh = addresses - earlier
  const lines = []
  if (!complete) lines.push(c.yellow(`Interrupted: ${count(unchecked, 'link')} found so far not checked.`))
  if (complete && broken.length === 0) lines.push(c.green('No broken links.'))
  const checked = `Checked ${count(fresh, 'address', 'addresses')} in ${c.bold(formatDuration(elapsed))}`
  const compared = `; one after another they would take ${c.bold(formatDuration(oneByOne))}`
  lines.push(`${checked}${oneByOne > elapsed ? compared : ''}.`)
  if (earlier > 0) lines.push(`${count(earlier, 'more was', 'more were')} checked in an earlier run.`)
  if (cached > 0) lines.push(`${count(cached, 'of them was', 'of them were')} known from the cache.`)
  lines.push(c.dim(`${count(links, 'link')} on ${count(pages, 'page')}, ${count(requests, 'request')}.`))
  const schemes = Object.entries(skipped).map(([scheme, n]) => `${grouped(n)} ${clean(scheme)}`)
  if (schemes.length > 0) lines.push(c.dim(`Not http, so not checked: ${schemes.join(', ')}.`))
  if (excluded > 0)
    lines.push(c.dim(`Left out, by robots.txt or by the options: ${count(excluded, 'link')}.`))
  return lines
}

function planted({ planted, complete, broken, notes }: Report, c: Colors): string[] {
  if (planted === undefined) return []
  const { expected, missing, unexpected } = planted
  if (missing.length === 0 && unexpected.length === 0) {
    const kinds = `${count(broken.length, 'broken link')}, ${notes.length} worth knowing`
    return [c.green(`✓ exactly the ${expected} faults planted in the bundled site were found: ${kinds}`)]
  }
  const found = expected - missing.length
  const lines = [
    `${found} of the ${expected} faults planted in the bundled site were found${complete ? '' : ' so far'}`,
  ]
  if (complete) lines.push(...missing.map((row) => c.yellow(`  missing: ${clean(row)}`)))
  lines.push(...unexpected.map((row) => c.red(`  unexpected: ${clean(row)}`)))
  return lines
}

function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\u{fffd}')
}
