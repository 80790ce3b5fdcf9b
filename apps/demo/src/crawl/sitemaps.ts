import { coroutine, toThread } from '@acoro/core'
import { workerFunction } from '@acoro/executors'
import { extractSitemap } from '../link/extract-sitemap.ts'
import { fetchText } from './fetch-text.ts'
import type { Crew } from './visit-address.ts'

/**
 * Sitemaps hold links that may be on no page. Their addresses are checked like those of a page one click from
 * the start. A broken one is reported with the sitemap as its page. The workers run meanwhile.
 */

const extract = workerFunction(new URL('../link/extract-sitemap.ts', import.meta.url), extractSitemap)

const MAX_BYTES = 50 * 1024 * 1024
/** A sitemap index may name others without end. */
const MAX_SITEMAPS = 100

/** Reads the sitemaps that robots.txt names, or else the one at the usual address. */
export const readSitemaps = coroutine(function* readSitemaps({ state, fetcher, limits, robots }: Crew) {
  if (!limits.robots) return
  const seen = new Set<string>()
  for (const start of state.map.starts) {
    if (start.startsWith('http')) yield* readSitemapsOf(start, seen, { state, fetcher, limits, robots })
  }
})

const readSitemapsOf = coroutine(function* readSitemapsOf(
  start: string,
  seen: Set<string>,
  { state, fetcher, limits, robots }: Pick<Crew, 'state' | 'fetcher' | 'limits' | 'robots'>,
) {
  const named = (yield* robots.of(start)).sitemaps
  const worklist = named.length > 0 ? [...named] : [new URL('/sitemap.xml', start).href]
  for (let url = worklist.shift(); url !== undefined && seen.size < MAX_SITEMAPS; url = worklist.shift()) {
    if (seen.has(url) || !URL.canParse(url)) continue
    seen.add(url)
    const answer = yield* fetchText(fetcher, url, { timeout: limits.timeout, most: MAX_BYTES })
    if (answer.kind === 'text') {
      const { pages, sitemaps } = yield* toThread(extract, answer.text)
      state.recordSitemap({ url, links: pages })
      worklist.push(...sitemaps)
    } else if (named.length > 0) state.recordSitemap({ url, links: [], problem: answer.reason })
  }
})
