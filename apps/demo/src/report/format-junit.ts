import type { SiteMap } from '../crawl/site-map.ts'
import type { BrokenLink, Report } from './report.ts'

/**
 * The report as JUnit XML, which CI systems show as they show tests: an address is a case, and so is a link that
 * leads to no address or to an anchor that is not there. A broken one names the pages it stands on.
 */
export function formatJunit(report: Report, map: SiteMap): string {
  const groups = new Map<string, BrokenLink[]>()
  for (const link of report.broken) groups.set(link.target, [...(groups.get(link.target) ?? []), link])
  const cases = [...groups].map(([target, links]) => failure(target, links, map.get(target)?.visit?.duration))
  for (const { url, visit } of map.entries()) {
    if (visit === undefined || visit.outcome.kind === 'failed' || groups.has(url)) continue
    if (visit.outcome.kind === 'forbidden')
      cases.push(`${open(url)}><skipped message="robots.txt"/></testcase>`)
    else cases.push(`${open(url, visit.duration)}/>`)
  }
  const skipped = cases.filter((text) => text.includes('<skipped ')).length
  const counts = `tests="${cases.length}" failures="${groups.size}" errors="0" skipped="${skipped}"`
  const time = `time="${report.summary.elapsed / 1000}"`
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${counts} ${time}>
  <testsuite name=${quote(`linkcheck ${report.start}`)} ${counts} ${time}>
${cases.map((text) => `    ${text}`).join('\n')}
  </testsuite>
</testsuites>
`
}

function open(name: string, duration: number = 0): string {
  return `<testcase classname="linkcheck" name=${quote(name)} time="${Math.round(duration) / 1000}"`
}

function failure(target: string, links: readonly BrokenLink[], duration: number | undefined): string {
  const { kind, reason, status } = links[0]!
  const message = status === undefined ? reason : `${status} ${reason}`
  const places = links.map(({ page, link }) => (page === null ? 'the start' : `on ${page} as ${link}`))
  const text = escapeXml(places.join('\n'))
  return `${open(target, duration)}><failure type=${quote(kind)} message=${quote(message)}>${text}</failure></testcase>`
}

function quote(text: string): string {
  return `"${escapeXml(text)
    .replace(/"/g, '&quot;')
    .replace(/[\n\t]/g, ' ')}"`
}

/** XML has no way at all to write most control characters. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, '\u{fffd}')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
  )
}
