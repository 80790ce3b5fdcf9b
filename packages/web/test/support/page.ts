// The page with the scenarios: bundled, and opened in Chromium. In a browser its place is taken by
// page.browser.ts.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'

export interface OpenPage {
  /** What went wrong in it that no scenario caught. */
  readonly errors: readonly string[]
  names(): Promise<string[]>
  /** Runs a scenario, and returns its story. */
  play(name: string): Promise<unknown>
  close(): Promise<void>
}

/** What scenarios.tsx leaves among the globals of its page. */
export interface Scenarios {
  scenario(name: string): Promise<unknown>
  names: string[]
}

export async function openPage(): Promise<OpenPage> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error('there is no Chromium here: install the package chromium')
  const [scenarios, jobs] = await Promise.all([bundled('scenarios.tsx'), bundled('worker-jobs.ts')])
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const page = await browser.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.setContent('<!doctype html><body></body>')
  await page.evaluate((source) => {
    const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
    Object.assign(globalThis, { makeWorker: () => new Worker(address) })
  }, jobs)
  await page.addScriptTag({ content: scenarios })
  return {
    errors,
    names: () => page.evaluate(() => (globalThis as never as Scenarios).names),
    play: (name) => page.evaluate((called) => (globalThis as never as Scenarios).scenario(called), name),
    close: () => browser.close(),
  }
}

async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../page/${file}`, import.meta.url))],
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
  return outputFiles[0]!.text
}
