import { describe, expect, it } from 'vitest'
import { MAX_REDIRECTS, SiteMap } from '../src/crawl/site-map.ts'
import type { Outcome } from '../src/crawl/visit.ts'

const START = 'http://site.test/'

function pageWith(...links: string[]): Outcome {
  return { kind: 'fine', content: { links, anchors: new Set(), base: undefined } }
}

function crawlByHand(maxDepth = Number.POSITIVE_INFINITY, start = START) {
  const queued: string[] = []
  const map = new SiteMap(start, maxDepth, (url) => queued.push(url))
  const record = (path: string, outcome: Outcome) =>
    map.record({ url: new URL(path, start).href, outcome, attempts: 1, duration: 0 })
  return { map, queued, record, paths: () => queued.map((url) => url.replace('http://site.test', '')) }
}

describe('SiteMap', () => {
  it('begins with the start and queues each address once', () => {
    const { record, paths } = crawlByHand()
    record('/', pageWith('a', './a', '/a#top', '/b', '/', 'mailto:x@y.test', '/100%'))
    record('/a', pageWith('/b', '/c'))
    expect(paths()).toEqual(['/', '/a', '/b', '/c'])
  })

  it('goes no deeper than it is told', () => {
    const { record, paths } = crawlByHand(1)
    record('/', pageWith('/a'))
    record('/a', pageWith('/b'))
    expect(paths()).toEqual(['/', '/a'])
  })

  it('does not let the order of answers decide what lies within the depth', () => {
    // / -> /long -> /shared -> /end, and / -> /slow which redirects to /shared: two clicks, or one.
    const { map, record, paths } = crawlByHand(2)
    record('/', pageWith('/long', '/slow'))
    record('/long', pageWith('/shared'))
    record('/shared', pageWith('/end'))
    expect(paths()).not.toContain('/end')
    record('/slow', { kind: 'redirect', to: 'http://site.test/shared' })
    expect(map.depthOf('http://site.test/shared')).toBe(1)
    expect(paths()).toContain('/end')
  })

  it('brings a whole chain nearer without recursion', () => {
    const length = 20_000
    const { map, record } = crawlByHand(2 * length)
    record('/', pageWith('/slow', '/far'))
    record('/far', pageWith('/0'))
    for (let n = 0; n < length; n++) record(`/${n}`, pageWith(`/${n + 1}`))
    record('/slow', { kind: 'redirect', to: 'http://site.test/0' })
    expect(map.depthOf(`http://site.test/${length}`)).toBe(length + 1)
  })

  it('gives up on redirects that never end', () => {
    const { queued, record } = crawlByHand()
    for (let n = 0; n < queued.length; n++) {
      record(n === 0 ? '/' : `/${n}`, { kind: 'redirect', to: `http://site.test/${n + 1}` })
    }
    expect(queued).toHaveLength(MAX_REDIRECTS + 1)
  })

  it('resolves links against the base of their page', () => {
    const { record, paths } = crawlByHand()
    record('/', { kind: 'fine', content: { links: ['x'], anchors: new Set(), base: '/deep/' } })
    expect(paths()).toEqual(['/', '/deep/x'])
  })

  it('moves along where the start redirects to another host', () => {
    const { map, record } = crawlByHand()
    record('/', { kind: 'redirect', to: 'http://www.site.test/' })
    expect([map.isInside('http://www.site.test/a'), map.isInside('http://cdn.test/')]).toEqual([true, false])
  })

  it('stays where it is when a page further in redirects elsewhere', () => {
    const { map, record } = crawlByHand()
    record('/', pageWith('/out'))
    record('/out', { kind: 'redirect', to: 'http://other.test/' })
    expect(map.isInside('http://other.test/')).toBe(false)
  })
})
