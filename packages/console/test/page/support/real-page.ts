/**
 * Programs in processes of their own, and their pages in Chromium. What a page complains of fails the test.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { buildPage } from '../../../../../scripts/page.ts'

const onDist = process.env.ACORO_TEST_DIST === '1'

export interface RealPages {
  /** A folder for the files of a test file. */
  readonly folder: string
  /** Starts `node …args`, on the sources or on what was built. It is killed after the test. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess
  /** Opens the page at an address. */
  open(url: string): Promise<Page>
}

export function realPages(): RealPages {
  const folder = mkdtempSync(join(tmpdir(), 'acoro-page-'))
  const running: ChildProcess[] = []
  let browser: Browser
  let complaints: string[] = []
  beforeAll(async () => {
    const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
    if (executablePath === undefined)
      throw new Error('there is no Chromium here: install the package chromium')
    await buildPage(fileURLToPath(new URL('../../..', import.meta.url)), join(folder, 'page'))
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    for (const child of running.splice(0)) child.kill('SIGKILL')
    const heard = complaints
    complaints = []
    expect(heard).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    folder,
    start(args, env = {}) {
      const conditions = onDist ? [] : ['--conditions=@acoro/source']
      const all = [...conditions, '--max-old-space-size=1024', '--import', 'tsx', ...args]
      const child = spawn(process.execPath, all, {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...process.env, ...env },
      })
      running.push(child)
      child.stdin.on('error', () => {})
      child.stderr.resume()
      return child
    },
    async open(url) {
      const page = await browser.newPage()
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => complaints.push(message.text()))
      // On the sources the script and the styles are not built, so they come from here.
      if (!onDist) await page.route(/\/page\.(?:js|css)$/, (route) => unbuilt(route, join(folder, 'page')))
      await page.goto(url)
      return page
    },
  }
}

async function unbuilt(route: Parameters<Parameters<Page['route']>[1]>[0], folder: string): Promise<void> {
  const { pathname } = new URL(route.request().url())
  const response = await route.fetch({ url: new URL('/', route.request().url()).href })
  const { 'content-length': _, 'content-type': __, ...headers } = response.headers()
  await route.fulfill({ path: join(folder, pathname.slice(1)), headers })
}

/** The first line of a program's output that matches. */
export async function lineOf(
  output: NodeJS.ReadableStream | null,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  const lines = createInterface(output as NodeJS.ReadableStream)
  for await (const line of lines) {
    const found = pattern.exec(line)
    if (found !== null) return found
  }
  throw new Error(`the program ended without a line ${pattern}`)
}

/** Waits for a sentence of the verdict. */
export const sentence = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator('.verdict li', { hasText: text }).first().waitFor()

/** The address of a server that listens here. */
export async function listening(server: import('node:net').Server): Promise<string> {
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as import('node:net').AddressInfo).port}`
}
