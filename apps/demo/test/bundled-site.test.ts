import { fromPromise } from '@acoro/compat'
import { type Awaitable, run } from '@acoro/core'
import { describe, expect, it } from 'vitest'
import { extractLinks } from '../src/link/extract-links.ts'
import { resolveLink } from '../src/link/resolve-link.ts'
import { almanacPages } from '../src/site/almanac.ts'
import { openBundledSite } from '../src/site/bundled-site.ts'
import { plantedFaults } from '../src/site/planted-fault.ts'

const planted = plantedFaults('http://neighbour.test')
const pages = almanacPages(planted)

describe('the bundled site', () => {
  it('has at least 200 pages', () => {
    expect(pages.size).toBeGreaterThanOrEqual(200)
  })

  it.each(planted.map((fault) => [fault.about, fault] as const))(
    'holds the link: %s',
    (_about, { page, link }) => {
      expect(extractLinks(pages.get(page) ?? '').links).toContain(link)
    },
  )

  it('has no fault that is not in the table', () => {
    const known = new Set(planted.map(({ page, link }) => `${page} ${link}`))
    const loose: string[] = []
    for (const [path, html] of pages) {
      for (const link of extractLinks(html).links) {
        const target = resolveLink(link, `http://site.test${path}`)
        const to = target.kind === 'address' ? target.url.replace('http://site.test', '') : ''
        const fine = pages.has(to) || to === '/style.css' || to === '/lamp.svg' || link.startsWith('mailto:')
        if (!fine && !known.has(`${path} ${link}`)) loose.push(`${path} ${link}`)
      }
    }
    expect(loose).toEqual([])
  })

  it('answers while it is open, and not after', async () => {
    await run(function* main() {
      const { url, ...site } = yield* openBundledSite()
      expect((yield* fetched(url)).status).toBe(200)
      expect((yield* fetched(`${url}engine-room`)).status).toBe(500)
      site[Symbol.dispose]()
      yield* refused(url)
    })
  })

  it('is flaky in the same way each time', async () => {
    const statuses: number[] = []
    await run(function* main() {
      using site = yield* openBundledSite()
      for (let n = 0; n < 3; n++) statuses.push((yield* fetched(`${site.url}ferry-times.html`)).status)
    })
    expect(statuses).toEqual([503, 503, 200])
  })

  it('sends no body to a HEAD, and keeps the connection', async () => {
    await run(function* main() {
      using site = yield* openBundledSite()
      const answer = yield* fromPromise((signal) => fetch(site.url, { method: 'HEAD', signal }))
      expect([answer.status, yield* fromPromise(answer.text())]).toEqual([200, ''])
      expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(500)
      expect((yield* fetched(site.url)).status).toBe(200)
    })
  })
})

function fetched(url: string): Awaitable<Response> {
  return fromPromise((signal) => fetch(url, { signal }))
}

function refused(url: string): Awaitable<void> {
  return fromPromise(expect(fetch(url)).rejects.toThrow('fetch failed'))
}
