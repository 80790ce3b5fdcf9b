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

/** What WCAG calls contrast: 1 to 21. */
function contrast(one: string, other: string): number {
  const [a = 0, b = 0] = [one, other].map((color) => {
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
      const share = Number(part) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  })
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

test.each(['light', 'dark'])('timelines can be told from the page: %s', async (scheme) => {
  const page = await tests.open('tutorial/3-cancelling.html')
  await page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), scheme === 'dark')
  const { paper, texts, marks } = await page.evaluate(() => {
    const colors = (selector: string, property: 'fill' | 'stroke'): string[] =>
      [...document.querySelectorAll(`svg.timeline ${selector}`)].map(
        (part) => getComputedStyle(part)[property],
      )
    const paper = document.createElement('div')
    paper.style.color = 'var(--vp-c-bg)'
    document.body.append(paper)
    return {
      paper: getComputedStyle(paper).color,
      texts: colors('text', 'fill'),
      marks: [
        ...colors(':is(.waits, .wake, .cancel)', 'stroke'),
        ...colors(':is(.runs, .end:not(.cancelled))', 'fill'),
      ],
    }
  })
  expect([texts.length > 0, marks.length > 0]).toEqual([true, true])
  expect([...new Set(texts)].filter((color) => contrast(color, paper) < 4.5)).toEqual([])
  expect([...new Set(marks)].filter((color) => contrast(color, paper) < 3)).toEqual([])
})

test('who wants less motion sees none: neither on a page nor in the picture of the loop', async () => {
  const moving = async (route: string, reducedMotion: 'reduce' | 'no-preference'): Promise<number> => {
    const page = await tests.open('explanation/how-the-loop-works.html', { reducedMotion })
    const src = (await page.locator('main img').first().getAttribute('src')) ?? ''
    if (route === 'picture') await page.goto(new URL(src, page.url()).href)
    return page.evaluate(() => document.getAnimations().length)
  }
  expect([await moving('page', 'reduce'), await moving('picture', 'reduce')]).toEqual([0, 0])
  expect(await moving('picture', 'no-preference')).toBe(1)
})

test('two programs stand side by side where there is room, and one below the other where there is none', async () => {
  const beside = async (width: number): Promise<boolean[]> => {
    const page = await tests.open('coming-from/promises.html', { viewport: { width, height: 800 } })
    return page.locator('.pair').evaluateAll((pairs) =>
      pairs.map((pair) => {
        const [left, right] = [...pair.children].map((cell) => cell.getBoundingClientRect())
        return left !== undefined && right !== undefined && left.right <= right.left
      }),
    )
  }
  expect([await beside(1280), await beside(320)]).toEqual([
    [true, true, true],
    [false, false, false],
  ])
})
