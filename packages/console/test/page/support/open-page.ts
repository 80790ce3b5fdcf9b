/** The page in Chromium, against a fake server. What it complains of is kept, and no test may have any. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { buildPage } from '../../../../../scripts/page.ts'
import { FakeServer, TOKEN } from './fake-server.ts'

export interface Opener {
  readonly server: FakeServer
  /** Opens the page at a fragment (`#waits`) and waits for its first picture. */
  open(fragment?: string, options?: OpenOptions): Promise<Page>
  /** Opens an address as it is. */
  visit(address: string, options?: OpenOptions): Promise<Page>
  /** The address of the page, without a fragment. */
  readonly address: string
}

export interface OpenOptions extends BrowserContextOptions {
  /** Called before the page is loaded. */
  readonly before?: (page: Page) => Promise<unknown>
}

/** Builds the page once, and gives each test of the file a server of its own. */
export function pageTests(): Opener {
  let browser: Browser
  let folder: string
  let server: FakeServer
  let address: string
  let complaints: string[] = []

  beforeAll(async () => {
    const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
    if (executablePath === undefined)
      throw new Error('there is no Chromium here: install the package chromium')
    folder = mkdtempSync(join(tmpdir(), 'acoro-page-'))
    await buildPage(fileURLToPath(new URL('../../..', import.meta.url)), folder)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    complaints = []
    server = new FakeServer(folder)
    address = await server.listen()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    server.close()
    expect(complaints).toEqual([])
  })

  async function visit(target: string, { before, ...options }: OpenOptions = {}): Promise<Page> {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      // A refused request is told by the browser itself; that the page says so is tested.
      if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text())
    })
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await before?.(page)
    await page.goto(target)
    return page
  }
  return {
    get server() {
      return server
    },
    get address() {
      return address
    },
    visit,
    async open(fragment = '', options) {
      const hash = fragment === '' ? '#' : `${fragment}${fragment.includes('?') ? '&' : '?'}`
      const page = await visit(`${address}${hash}token=${TOKEN}`, options)
      await page.locator('.verdict').waitFor()
      return page
    },
  }
}
