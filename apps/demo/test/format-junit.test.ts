import { describe, expect, it } from 'vitest'
import { SiteMap } from '../src/crawl/site-map.ts'
import type { Outcome } from '../src/crawl/visit.ts'
import { buildReport } from '../src/report/build-report.ts'
import { formatJunit } from '../src/report/format-junit.ts'

const START = 'http://site.test/'

function junitOf(site: Record<string, Outcome>): string {
  const queue: string[] = []
  const map = new SiteMap(START, 99, (url) => queue.push(url))
  for (const url of queue) {
    const outcome = site[url.replace('http://site.test', '')]
    if (outcome) map.record({ url, outcome, attempts: 1, duration: 1500 })
  }
  return [...formatJunit(buildReport({ map, complete: true, elapsed: 2500 }), map)].join('')
}

function page(...links: string[]): Outcome {
  return { kind: 'fine', content: { links, anchors: new Set(), base: undefined } }
}

const GONE: Outcome = { kind: 'failed', problem: { kind: 'http-status', status: 404, reason: 'Not Found' } }

describe('the JUnit report', () => {
  it('has a case for each address, and for each link that leads to none', () => {
    const xml = junitOf({
      '/': page('/a', '/gone', '#x', '/private'),
      '/a': page('/gone'),
      '/gone': GONE,
      '/private': { kind: 'forbidden' },
    })
    expect(xml.split('\n')).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites tests="5" failures="2" errors="0" skipped="1" time="2.5">',
      '  <testsuite name="linkcheck http://site.test/" tests="5" failures="2" errors="0" skipped="1" time="2.5">',
      '    <testcase classname="linkcheck" name="http://site.test/gone" time="1.5"><failure type="http-status" message="404 Not Found">on http://site.test/ as /gone',
      'on http://site.test/a as /gone</failure></testcase>',
      '    <testcase classname="linkcheck" name="http://site.test/#x" time="0"><failure type="missing-anchor" message="no anchor &quot;x&quot; on that page">on http://site.test/ as #x</failure></testcase>',
      '    <testcase classname="linkcheck" name="http://site.test/" time="1.5"/>',
      '    <testcase classname="linkcheck" name="http://site.test/a" time="1.5"/>',
      '    <testcase classname="linkcheck" name="http://site.test/private" time="0"><skipped message="robots.txt"/></testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ])
  })

  it('writes what XML cannot hold as something it can', () => {
    const xml = junitOf({ '/': page('/%<&">\u0000\u0008') })
    expect(xml).toContain('on http://site.test/ as /%&lt;&amp;"&gt;\u{fffd}\u{fffd}<')
    expect(xml).toContain('name="/%&lt;&amp;&quot;&gt;\u{fffd}\u{fffd}"')
  })
})
