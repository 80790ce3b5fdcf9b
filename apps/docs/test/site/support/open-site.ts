// The site in Chromium. What a page complains of is kept, and so is every request to another host: no test
// may have any.

import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type ServedSite, serveSite } from './serve-site.ts'

export interface SiteTests {
  /** Of the first page: ends with the base. */
  readonly address: string
  /** Opens a page by its route, and waits until its script runs. `before` runs in it ahead of all others. */
  open(route?: string, options?: BrowserContextOptions, before?: () => void): Promise<Page>
  /** What pages said on their console; the test that expects it takes it out. */
  readonly complaints: string[]
}

export function siteTests(): SiteTests {
  let browser: Browser
  let site: ServedSite
  const complaints: string[] = []

  beforeAll(async () => {
    const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
    if (executablePath === undefined)
      throw new Error('there is no Chromium here: install the package chromium')
    site = await serveSite()
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    site?.close()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    expect(complaints.splice(0)).toEqual([])
  })

  return {
    get address() {
      return site.address
    },
    complaints,
    async open(route = '', options = {}, before = undefined) {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
      if (before !== undefined) await context.addInitScript(before)
      const page = await context.newPage()
      const { host } = new URL(site.address)
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      page.on('request', (request) => {
        const url = new URL(request.url())
        if (/^(?:http|ws)/.test(url.protocol) && url.host !== host) complaints.push(`asks ${request.url()}`)
      })
      await page.goto(new URL(route, site.address).href)
      await page.locator('#app > *').first().waitFor()
      if (options.javaScriptEnabled !== false) await hydrated(page)
      return page
    },
  }
}

/** Before Vue has taken the page over, its buttons do nothing. */
async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.querySelector('#app') as { __vue_app__?: unknown }).__vue_app__)
}
