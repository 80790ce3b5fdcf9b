import { describe, expect, it } from 'vitest'
import { formatDuration } from '../src/report/format-duration.ts'
import { formatText } from '../src/report/format-text.ts'
import type { BrokenLink, Report } from '../src/report/report.ts'

const GOOD: Report = {
  start: 'http://site.test/',
  complete: true,
  summary: {
    addresses: 1214,
    earlier: 0,
    pages: 200,
    links: 4000,
    requests: 1220,
    skipped: {},
    unchecked: 0,
    excluded: 0,
    elapsed: 3412,
    oneByOne: 41_040,
  },
  broken: [],
  notes: [],
}

function gone(page: string | null, link = '/gone'): BrokenLink {
  const target = 'http://site.test/gone'
  return { page, link, target, kind: 'http-status', status: 404, reason: 'Not Found' }
}

describe('formatText', () => {
  it('is short where all is well', () => {
    expect(formatText(GOOD, false)).toBe(
      'No broken links.\n' +
        'Checked 1,214 addresses in 3.4 s; one after another they would take 41.0 s.\n' +
        '4,000 links on 200 pages, 1,220 requests.\n',
    )
  })

  it('groups broken links by target, and says how they were spelled', () => {
    const broken = [gone('http://site.test/a'), gone('http://site.test/b/', '../gone')]
    expect(formatText({ ...GOOD, broken }, false)).toContain(
      [
        '2 broken links',
        '',
        '  ✗ /gone  404 Not Found',
        '      on /a',
        '      on /b/ as ../gone',
        '',
        '',
      ].join('\n'),
    )
  })

  it('does not list every page of a site for a link in its navigation', () => {
    const broken = Array.from({ length: 204 }, (_, n) => gone(`http://site.test/${n}`))
    const text = formatText({ ...GOOD, broken }, false)
    expect(text).toContain('      on /2\n      and 201 more pages\n')
  })

  it('says so when the start itself is broken', () => {
    const start: BrokenLink = {
      page: null,
      link: 'http://site.test/',
      target: 'http://site.test/',
      kind: 'network',
      reason: 'no such host',
    }
    expect(formatText({ ...GOOD, broken: [start] }, false)).toContain(
      '  ✗ http://site.test/  no such host\n      the start\n',
    )
  })

  it('compares with one after another only where that takes longer', () => {
    const summary = { ...GOOD.summary, addresses: 1, oneByOne: 3000 }
    expect(formatText({ ...GOOD, summary }, false)).toContain('Checked 1 address in 3.4 s.\n')
  })

  it('counts by itself what an earlier run did', () => {
    const summary = { ...GOOD.summary, earlier: 1000 }
    expect(formatText({ ...GOOD, summary }, false)).toContain(
      'Checked 214 addresses in 3.4 s; one after another they would take 41.0 s.\n1,000 more were checked in an earlier run.\n',
    )
  })

  it('says what an interrupted crawl left out', () => {
    const interrupted = { ...GOOD, complete: false, summary: { ...GOOD.summary, unchecked: 12 } }
    expect(formatText(interrupted, false)).toContain('Interrupted: 12 links found so far not checked.\n')
    expect(formatText(interrupted, false)).not.toContain('No broken links')
  })

  it('names notes and what is not http', () => {
    const notes = [{ kind: 'recovered', url: 'http://site.test/x', reason: 'answered at try 3' }] as const
    const summary = { ...GOOD.summary, skipped: { mailto: 2, tel: 1 } }
    const text = formatText({ ...GOOD, notes, summary }, false)
    expect(text).toContain('Not broken, but worth knowing\n\n  ! /x  answered at try 3\n')
    expect(text).toContain('Not http, so not checked: 2 mailto, 1 tel.')
  })

  it('holds the bundled site to its table', () => {
    const exactly = { ...GOOD, planted: { expected: 18, missing: [], unexpected: [] } }
    expect(formatText(exactly, false)).toContain(
      '✓ exactly the 18 faults planted in the bundled site were found: 0 broken links, 0 worth knowing\n',
    )
    const not = {
      ...GOOD,
      planted: { expected: 18, missing: ['/ -> /x: timeout'], unexpected: ['/y: recovered'] },
    }
    expect(formatText(not, false)).toContain(
      '17 of the 18 faults planted in the bundled site were found\n  missing: / -> /x: timeout\n  unexpected: /y: recovered\n',
    )
  })

  it('colours only when asked, and lets no control character of the site through', () => {
    const evil = gone('http://site.test/a', '\u001b[2J\u0007/gone')
    expect(formatText({ ...GOOD, broken: [evil] }, false)).not.toContain('\u001b')
    expect(formatText({ ...GOOD, broken: [evil] }, true)).toContain('\u001b[31m✗')
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1000, '1.0 s'],
    [41_040, '41.0 s'],
    [200_000, '3 min 20 s'],
  ])('says %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})
