import type { Page } from 'playwright-core'

/** What people read in each element that matches, in one line. */
export async function eachText(page: Page, selector: string): Promise<string[]> {
  const texts = await page.locator(selector).allInnerTexts()
  return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())
}
