// only on node: it starts programs and Chromium

/** The pages of programs as people write them: the link checker and the example service. And files. */

import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSocketServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { acoroCommand } from '@acoro/console/command'
import { afterEach, expect, test, vi } from 'vitest'
import { sampleOrder } from '../support/order.ts'
import { eachText } from './support/each-text.ts'
import { lineOf, listening, realPages, sentence } from './support/real-page.ts'

const pages = realPages()
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const onDist = process.env.ACORO_TEST_DIST === '1'
const closing: (() => void)[] = []
afterEach(() => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0)) close()
})

test('the link checker: what its workers wait for, and where each of them stands', async () => {
  const links = Array.from({ length: 40 }, (_, n) => `<a href="/silent/${n}">${n}</a>`).join('')
  const site = createServer(({ url }, response) => {
    if (url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(links)
    else if (!url?.startsWith('/silent')) response.writeHead(404).end()
  })
  const address = await listening(site)
  closing.push(() => {
    site.closeAllConnections()
    site.close()
  })
  const main = here('../../../../apps/demo/src/main.ts')
  const child = pages.start([main, `http://${address}/`, '--timeout', '60000', '--console'])
  const [, url = ''] = await lineOf(child.stderr, /^console: (http:.*)$/)
  const page = await pages.open(url)
  await sentence(page, /The loop is alive/)
  await page.keyboard.press('2')
  // Several workers wait for answers: they are one row.
  const row = page.locator('main tbody tr', { hasText: /http|fetch|check/ }).first()
  await row.waitFor()
  await row.locator('a').first().click()
  await page.keyboard.press('5')
  await page.locator('.row .name', { hasText: 'progress' }).first().waitFor()
  await page.locator('.row a').first().click()
  await page
    .locator('aside .stack li, aside .place', { hasText: /\.ts:\d+/ })
    .first()
    .waitFor()
  await page.keyboard.press('4')
  await page.locator('main tbody tr').first().waitFor()
})

test('the example service: started with --import, found by its process id, and looked at while it works', async () => {
  vi.stubEnv('ACORO_CONSOLE_DIR', join(pages.folder, 'acoro'))
  const silent = createServer(() => {})
  const news = createServer((_request, response) => response.end('The team wins.'))
  const rates = createSocketServer((socket) => {
    socket.on('data', () => socket.write('11.5\n'))
    socket.on('error', () => socket.destroy())
  })
  const [weather, paper, bank] = [await listening(silent), await listening(news), await listening(rates)]
  closing.push(() => {
    for (const server of [silent, news]) server.closeAllConnections()
    for (const server of [silent, news, rates]) server.close()
  })
  const entry = here(onDist ? '../../dist/node/index.js' : '../../src/index.ts')
  const env = { PORT: '0', HOST: '127.0.0.1', WEATHER: weather, NEWS: paper, RATES: bank, THREADS: '0' }
  const child = pages.start(['--import', entry, here('../../../../apps/service/src/main.ts')], env)
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  child.stdout?.on('data', (chunk) => {
    said += chunk
  })
  await vi.waitFor(
    () => expect(said).toMatch(/listening on \S+[\s\S]*acoro console|acoro console[\s\S]*listening on/),
    30_000,
  )
  const lines: string[] = []
  await acoroCommand(['console', String(child.pid)], { out: (text) => lines.push(text), error: () => {} })
  const page = await pages.open(lines.at(-1) as string)
  await sentence(page, /The loop is alive/)
  const asked = fetch(`http://${/listening on (\S+)/.exec(said)?.[1]}/briefing`).catch(() => {})
  await page.keyboard.press('5')
  await page
    .locator('.row', { hasText: /weather|briefing|request/ })
    .first()
    .waitFor()
  await page.keyboard.press('6')
  await page.locator('main tbody tr').first().waitFor()
  // A page whose program is gone complains of its stream.
  await page.close()
  child.kill('SIGKILL')
  await asked
})

test('seconds are recorded in the page, saved, and opened from the file', async () => {
  const child = pages.start([here('support/program.ts'), 'lockNeverReleased'])
  const [url] = await lineOf(child.stdout, /^http:.*/)
  const live = await pages.open(`${url.replace('#', '#record?seconds=1&token=')}`)
  await live.locator('button', { hasText: 'Record (r)' }).click()
  await live.locator('.empty, .lanes').first().waitFor()
  await live
    .locator('.status, .empty', { hasText: /event|No task took a step/ })
    .first()
    .waitFor()
  const download = live.waitForEvent('download')
  await live.locator('button', { hasText: 'Save recording' }).click()
  const path = join(pages.folder, 'saved.acoro')
  await (await download).saveAs(path)

  const opener = pages.start([here('../../bin/acoro.js'), 'open', path])
  const [address] = await lineOf(opener.stdout, /^http:.*/)
  const page = await pages.open(address)
  await page.locator('.program', { hasText: 'a recording, from a file' }).waitFor()
  await page.locator('.status', { hasText: 'event' }).waitFor()
  opener.kill('SIGINT')
  expect(await once(opener, 'exit')).toEqual([0, null])
})

test('the command that a failing test prints opens its order in the page, to its failing line', async () => {
  const path = join(pages.folder, 'order.json')
  writeFileSync(path, JSON.stringify(sampleOrder()))
  const opener = pages.start([here('../../bin/acoro.js'), 'open', path])
  const [address] = await lineOf(opener.stdout, /^http:.*/)
  const page = await pages.open(address)
  await page.locator('.player').waitFor()
  await page.keyboard.press('End')
  expect(await eachText(page, '.card.alarm')).toEqual([
    'fails src/bank.ts:31 Error: the audit found 110 expected 130',
  ])
})
