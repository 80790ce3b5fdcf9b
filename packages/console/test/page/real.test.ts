// only on node: it starts programs and Chromium

/**
 * The page, the server and a program in which something is wrong: what it is can be told from the verdict.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buildPage } from '../../../../scripts/page.ts'

const onDist = process.env.ACORO_TEST_DIST === '1'
const file = fileURLToPath(new URL('support/program.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'acoro-page-'))
const running: ChildProcess[] = []
let browser: Browser
let complaints: string[] = []

beforeAll(async () => {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error('there is no Chromium here: install the package chromium')
  await buildPage(fileURLToPath(new URL('../..', import.meta.url)), folder)
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

/** Starts a program and opens its page. */
async function opened(program: string): Promise<Page> {
  const conditions = onDist ? [] : ['--conditions=@acoro/source']
  const args = [...conditions, '--max-old-space-size=512', '--import', 'tsx', file, program]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  running.push(child)
  child.stdin.on('error', () => {})
  const [url] = (await once(createInterface(child.stdout as NodeJS.ReadableStream), 'line')) as [string]
  const page = await browser.newPage()
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => complaints.push(message.text()))
  if (!onDist) await page.route((address) => !address.pathname.startsWith('/api/'), unbuilt)
  await page.goto(url)
  return page
}

/** On the sources nothing is built: the files come from here, with the headers of the server. */
async function unbuilt(route: Parameters<Parameters<Page['route']>[1]>[0]): Promise<void> {
  const { pathname } = new URL(route.request().url())
  const response = await route.fetch({ url: new URL('/', route.request().url()).href })
  const { 'content-length': _, 'content-type': __, ...headers } = response.headers()
  const name = pathname === '/' ? 'index.html' : pathname.slice(1)
  await route.fulfill({ path: join(folder, name), headers })
}

const sentence = (page: Page, text: string | RegExp) =>
  page.locator('.verdict li', { hasText: text }).waitFor()

test('a lock that was never released: who took it, how many wait, and the way to them', async () => {
  const page = await opened('lockNeverReleased')
  await sentence(page, /Nobody will release Lock accounts: .* took it, and has ended. 500 tasks wait for it/)
  await page.locator('tbody tr', { hasText: 'Lock.acquire on accounts' }).locator('a').first().click()
  await page.locator('.status', { hasText: '500 rows of 501 tasks fit the filter.' }).waitFor()
  await page.locator('.row a', { hasText: 'charge 3' }).first().click()
  await page.locator('aside', { hasText: 'waits for Lock.acquire on accounts' }).waitFor()
  await page.locator('aside button.danger').click()
  await page.locator('dialog button', { hasText: 'Cancel 1 task' }).click()
  await page.locator('.said', { hasText: 'Cancelled 1 task.' }).waitFor()
  await page.locator('aside', { hasText: 'It has ended' }).waitFor()
  await page.keyboard.press('Escape')
  await sentence(page, '499 tasks wait')
})

test('a queue that nobody reads', async () => {
  const page = await opened('queueNobodyReads')
  await sentence(page, 'Nobody takes from Queue mails: it is full (10), and 20 tasks wait to put into it')
  await page.keyboard.press('3')
  await page.locator('tbody tr', { hasText: 'Queue mails' }).locator('td', { hasText: 'size 10' }).waitFor()
})

test('a loop that is blocked: the task and its line, while it is blocked', async () => {
  const page = await opened('blockedLoop')
  await sentence(page, 'The loop is alive')
  running[0]?.stdin?.write('go on\n')
  await sentence(page, /The loop has been blocked for .* by task report/)
  await page.keyboard.press('1')
  await page.locator('.card', { hasText: 'Nothing else runs meanwhile.' }).waitFor()
  await page.locator('.card .stack li', { hasText: /^burn .*program\.ts:\d+/ }).waitFor()
})
