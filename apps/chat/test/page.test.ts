/** The chat as a process and its page in Chromium: two people talk, one leaves, and the server ends. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

let browser: Browser
let child: ChildProcess
let url: string
/** What the process printed on its error output. */
let complaints = ''

beforeAll(async () => {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error('there is no Chromium here: install the package chromium')
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']
  child = spawn(process.execPath, [...conditions, '--import', 'tsx', main], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr?.on('data', (chunk) => {
    complaints += chunk
  })
  const [line] = (await once(createInterface(child.stdout as NodeJS.ReadableStream), 'line')) as [string]
  url = line.replace('listening on ', '')
})

afterAll(async () => {
  await browser?.close()
  child?.kill('SIGKILL')
})

async function entering(name: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(url)
  await page.fill('#enter input', name)
  await page.click('#enter button')
  return page
}

/** The lines of the page, once there are `count`. */
async function lines(page: Page, count: number): Promise<string[]> {
  await page
    .locator('#said li')
    .nth(count - 1)
    .waitFor()
  return page.locator('#said li').allTextContents()
}

/** Waits until the page shows `text` in its state. */
async function shows(page: Page, text: string): Promise<void> {
  await page.locator('#state', { hasText: text }).waitFor()
}

test('two people talk, one leaves, and the server ends', async () => {
  const ada = await entering('Ada')
  await shows(ada, 'here: Ada')
  await ada.fill('#say input', '<b>hello</b>')
  await ada.click('#say button')
  expect(await lines(ada, 1)).toEqual(['Ada: <b>hello</b>'])

  const ben = await entering('Ben')
  await shows(ben, 'here: Ada, Ben')
  // A newcomer is told what was said.
  expect(await lines(ben, 1)).toEqual(['Ada: <b>hello</b>'])
  expect(await lines(ada, 2)).toEqual(['Ada: <b>hello</b>', 'Ben came'])

  const again = await entering('Ben')
  await shows(again, 'Ben is here already')
  await again.close()

  await ben.close()
  await shows(ada, 'here: Ada')
  expect((await lines(ada, 3)).at(-1)).toBe('Ben went')
  expect(await (await fetch(`${url}/history`)).json()).toEqual([{ id: 1, from: 'Ada', text: '<b>hello</b>' }])
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ here: 1, givenUp: 0 })
  expect((await fetch(`${url}/`, { method: 'POST', body: 'x' })).status).toBe(405)

  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await shows(ada, 'the server shuts down')
  expect([(await exit)[0], complaints]).toEqual([0, ''])
})
