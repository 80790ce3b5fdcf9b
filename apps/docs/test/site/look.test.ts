// What each page looks like to people: on a small screen, by day and by night, and to a screen reader. The
// rules are axe's: contrast, landmarks, the order of headings, names of buttons and links.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { siteTests } from './support/open-site.ts'
import { lookedAt } from './support/pages.ts'

const tests = siteTests()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const small = { viewport: { width: 320, height: 640 } }

/** «color-contrast: .version» for each element that breaks a rule. */
async function broken(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(
    async (only): Promise<AxeResults> =>
      (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(
        only === undefined ? {} : { runOnly: only },
      ),
    rules,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 5)
      .map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  )
}

test.each(lookedAt)('%s fits 320 px, and breaks no rule of access by day or by night', async (route) => {
  const page = await tests.open(route, small)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width, 'the page scrolls sideways').toBe(320)
  expect(await broken(page), 'light').toEqual([])
  await page.evaluate(() => document.documentElement.classList.add('dark'))
  expect(await broken(page, ['color-contrast']), 'dark').toEqual([])
})

test('a page has a banner, menus, one main part and headings for those who hear it', async () => {
  const page = await tests.open('tutorial/3-cancelling.html', { viewport: { width: 1280, height: 800 } })
  const tree = await page.locator('body').ariaSnapshot()
  for (const part of [
    'banner',
    'navigation "Main Navigation"',
    'main',
    'heading "3. Time limits and cancelling',
  ])
    expect(tree).toContain(part)
  const levels = await page
    .locator('main :is(h1, h2, h3)')
    .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])))
  expect(levels[0]).toBe(1)
  expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([])
})
