// A browser for vitest's browser mode that opens pages and can do nothing else: no clicks, no screenshots.
// Tests of libraries need no more, and so it works with any browser that can be started with an address.

import { defineBrowserProvider } from '@vitest/browser'
import type { BrowserProvider, BrowserProviderOption } from 'vitest/node'
import { browsers, OpenBrowser } from './browsers.ts'

class PageOpener implements BrowserProvider {
  readonly name = 'acoro'
  /** `xvfb-run` would give two that begin at once the same display. */
  readonly supportsParallelism: boolean
  readonly #browser: string
  readonly #pages = new Map<string, OpenBrowser>()

  constructor(browser: string) {
    this.#browser = browser
    this.supportsParallelism = browser !== 'webkit'
  }

  getCommandsContext(): Record<string, unknown> {
    return {}
  }

  async openPage(session: string, address: string): Promise<void> {
    await this.#pages.get(session)?.close()
    const browser = browsers[this.#browser]
    if (browser === undefined) throw new Error(`Expected one of ${Object.keys(browsers).join(', ')}`)
    const page = new OpenBrowser(browser, address)
    this.#pages.set(session, page)
    await page.started()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pages.values()].map((page) => page.close()))
    this.#pages.clear()
  }
}

export function pageOpener(): BrowserProviderOption {
  return defineBrowserProvider({
    name: 'acoro',
    supportedBrowser: Object.keys(browsers),
    options: {},
    providerFactory: (project) => new PageOpener(project.config.browser.name),
  }) as unknown as BrowserProviderOption
}
