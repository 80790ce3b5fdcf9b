import type { Page } from 'playwright-core'

const VIEWS = [
  'blocked',
  'waits',
  'primitives',
  'outside',
  'tasks',
  'top',
  'loop',
  'record',
  'record?rec=1',
  'waits?task=3',
]

/** Opens one view after another in the same page, each after `check` of the one before. */
export async function eachView(page: Page, check: (view: string) => Promise<void>): Promise<void> {
  for (const view of VIEWS) {
    await page.evaluate((hash) => {
      location.hash = hash
    }, view)
    const shown = view.includes('task=') ? 'aside dl' : 'main :is(.list, .row, .empty, .lanes, figure)'
    await page.locator(shown).first().waitFor()
    await check(view)
  }
}
