import type { SiteMap } from '../crawl/site-map.ts'
import { groupBy } from './group-by.ts'
import type { BrokenLink, Report } from './report.ts'

/**
 * The report as JUnit XML, which CI systems show like tests. A case is an address, or a link that leads to no
 * address or to a missing anchor. A broken one names its pages. The report is written line by line, because
 * for a large site it needs more memory than the crawl did.
 */
export function* formatJunit(report: Report, map: SiteMap): Generator<string> {
  const groups = groupBy(report.broken, ({ target }) => target)
  const others = [...groups.keys()].filter((target) => isAnswered(map.outcomeOf(target))).length
  const answered = map.count('fine') + map.count('redirect')
  const skipped = map.count('forbidden')
  const tests = groups.size + answered + skipped - others
  const counts = `tests="${tests}" failures="${groups.size}" errors="0" skipped="${skipped}"`
  const time = `time="${report.summary.elapsed / 1000}"`
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  yield `<testsuites ${counts} ${time}>\n`
  yield `  <testsuite name=${quote(`linkcheck ${report.start}`)} ${counts} ${time}>\n`
  for (const [target, links] of groups) yield `    ${failure(target, links, map.visitOf(target)?.duration)}\n`
  for (const { url, outcome, duration } of map.visits) {
    if (outcome.kind === 'forbidden') yield `    ${open(url)}><skipped message="robots.txt"/></testcase>\n`
    else if (isAnswered(outcome.kind) && !groups.has(url)) yield `    ${open(url, duration)}/>\n`
  }
  yield '  </testsuite>\n</testsuites>\n'
}

/** An address that answered is a case of its own, unless its redirect leads to a broken one. */
function isAnswered(outcome: string | undefined): boolean {
  return outcome === 'fine' || outcome === 'redirect'
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

/** Escapes a text. XML cannot express most control characters, so they are replaced. */
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
