// The search as the browser does it: the index that was built, with the settings that stand in the pages.

import MiniSearch from 'minisearch'
import { expect, test } from 'vitest'
import { base } from '../../src/base.ts'
import { miniSearch } from '../../src/search.ts'
import { onlyFile } from './support/built.ts'
import { queries } from './support/queries.ts'

const source = onlyFile('assets/chunks', '@localSearchIndexroot')
const { default: json } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
  default: string
}
const { options, searchOptions } = miniSearch
const index = MiniSearch.loadJSON<{ title: string }>(json, { ...options, searchOptions } as never)

const firstPages = (query: string): string[] =>
  index.search(query).map(({ id }) =>
    String(id)
      .slice(base.length)
      .replace(/\.html.*/, ''),
  )

test.each(queries)('%s leads to %s', (query, route) => {
  const found = firstPages(query)
  expect(found[0], `then ${found.slice(1, 5).join(', ')}`).toBe(route)
})

test('there are at least sixty queries, each of them once', () => {
  expect(queries.length).toBeGreaterThanOrEqual(60)
  expect(new Set(queries.map(([query]) => query)).size).toBe(queries.length)
})

test('the tables of conformance are not searched', () => {
  expect(firstPages('conformance').filter((page) => page === 'guide/conformance')).toEqual([])
})
