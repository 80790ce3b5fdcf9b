// only on node: it bundles the scenarios, and starts Chromium itself

// Tasks of components and the waits of pages, in Chromium: the scenarios are bundled, and each returns its story.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

let browser: Browser
let page: Page
const errors: string[] = []

beforeAll(async () => {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error('there is no Chromium here: install the package chromium')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./scenarios.tsx', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    jsxDev: true,
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"development"' },
    conditions: process.env.ACORO_TEST_DIST === '1' ? [] : ['@acoro/source'],
    logLevel: 'error',
  })
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  page = await browser.newPage()
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.setContent('<!doctype html><body></body>')
  await page.addScriptTag({ content: outputFiles[0]!.text })
})

afterAll(() => browser?.close())

const expected: Record<string, unknown> = {
  'a result, a failure, and another try': [
    ['running - -', 'failed - Error: broken', 'running - -', 'done fine -'],
    ['first begins', 'first ends', 'second begins', 'second ends'],
  ],
  'StrictMode: the task of the first run never begins': ['done value -', ['first begins', 'first ends'], 1],
  'unmounting cancels, and a result in the same tick is dropped': [
    'task begins',
    'task is cancelled',
    'task ends',
  ],
  'the latest wins': ['done new -', ['0 begins', '0 is cancelled', '0 ends', '1 begins', '1 ends']],
  'with `waits` the next one begins after the finally of the old one': [
    'done value -',
    ['old begins', 'old is cancelled', 'cleaning', 'old ends', 'new begins', 'new ends'],
  ],
  'Suspense: what never mounted has started nothing; what is hidden goes on': [['waiting'], []],
  'cancel() shows idle, and a new render does not begin again': [
    'idle - -',
    'idle - -',
    ['task begins', 'task is cancelled', 'task ends'],
  ],
  'LatestTask: what an old one throws in its end is not shown': [
    ['running undefined', 'running undefined', 'done new'],
    { status: 'done', value: 'new', error: undefined },
  ],
  'idle, frame, visible': ['number', true, 'TimeoutError'],
  'events of the page are a source': ['click', 'click'],
}

test.each(Object.entries(expected))('%s', async (name, story) => {
  const got = await page.evaluate(
    (called) => (globalThis as never as { scenario: (name: string) => unknown }).scenario(called),
    name,
  )
  expect([got, errors]).toEqual([story, []])
})

test('every scenario is called', async () => {
  expect(await page.evaluate(() => (globalThis as never as { names: string[] }).names)).toEqual(
    Object.keys(expected),
  )
})
