// The site without a mouse.

// biome-ignore-all lint/performance/useDomNodeTextContent: what is tested is what people see.

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { siteTests } from './support/open-site.ts'

const tests = siteTests()

/** What the focus is on after each Tab: the text, or the label. */
async function stops(page: Page, count: number): Promise<string[]> {
  const found: string[] = []
  for (let n = 0; n < count; n++) {
    await page.keyboard.press('Tab')
    found.push(
      await page.evaluate(() => {
        const at = document.activeElement as HTMLElement | null
        return (at?.getAttribute('aria-label') ?? at?.innerText ?? '').trim()
      }),
    )
  }
  return found
}

test('Tab reaches the way past the menus, the search, the menus and the text, in this order', async () => {
  const page = await tests.open('tutorial/1-first-coroutine.html', { viewport: { width: 1280, height: 800 } })
  const found = await stops(page, 90)
  const places = [
    'Skip to content',
    'Search',
    'Tutorial',
    '3. Time limits and cancelling',
    'A forgotten yield*',
  ].map((name) => found.findIndex((stop) => stop.startsWith(name)))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(places[0]).toBe(0)
})

test('the first stop leads past the menus into the text', async () => {
  const page = await tests.open('tutorial/1-first-coroutine.html', { viewport: { width: 1280, height: 800 } })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const [next] = await stops(page, 1)
  const inside = await page.evaluate(() => document.activeElement?.closest('#VPContent') !== null)
  expect([next, inside]).toEqual([expect.any(String), true])
  expect(await page.evaluate(() => document.activeElement?.closest('.VPNav, .VPSidebar'))).toBe(null)
})

test('the search opens, finds, and leads to the page by keys alone', async () => {
  const page = await tests.open('', { viewport: { width: 1280, height: 800 } })
  await page.keyboard.press('Control+k')
  await page.locator('.VPLocalSearchBox input').waitFor()
  await page.keyboard.type('wait_for')
  await page.locator('.VPLocalSearchBox [role=option], .VPLocalSearchBox .result').first().waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/reference\/core\/functions\/waitFor/)
})

test('at 320 px the menu opens by keys', async () => {
  const page = await tests.open('tutorial/1-first-coroutine.html', { viewport: { width: 320, height: 640 } })
  const button = page.getByRole('button', { name: 'mobile navigation' })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.locator('.VPNavScreen').getByText('Reference').waitFor()
  expect(await button.getAttribute('aria-expanded')).toBe('true')
})
