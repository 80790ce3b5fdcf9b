// only on node: it starts programs and Chromium

/**
 * The page, the server and a program in which something is wrong: what it is can be told from the verdict.
 */

import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { lineOf, realPages, sentence } from './support/real-page.ts'

const pages = realPages()
const file = fileURLToPath(new URL('support/program.ts', import.meta.url))
let stdin: NodeJS.WritableStream | null = null

/** Starts a program and opens its page. */
async function opened(program: string): Promise<Page> {
  const child = pages.start([file, program])
  stdin = child.stdin
  const [url] = await lineOf(child.stdout, /^http:.*/)
  return await pages.open(url)
}

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
  stdin?.write('go on\n')
  await sentence(page, /The loop has been blocked for .* by task report/)
  await page.keyboard.press('1')
  await page.locator('.card', { hasText: 'Nothing else runs meanwhile.' }).waitFor()
  await page.locator('.card .stack li', { hasText: /^burn .*program\.ts:\d+/ }).waitFor()
})

test('100,000 tasks: a few rows tell what they do, the list goes to its end, and a filter finds one', async () => {
  const page = await opened('crowd')
  await sentence(page, /The loop is alive and idle: all 100,\d{3} tasks wait\./)
  await page.keyboard.press('2')
  const rows = page.locator('main tbody tr')
  await rows.filter({ hasText: /^96,000.*Lock.acquire on accounts/s }).waitFor()
  await rows.filter({ hasText: /^3,000.*Queue.get on mails/s }).waitFor()
  // Sleeps end at different times, and are told apart by their lines.
  expect(await rows.count()).toBeLessThanOrEqual(5)
  await page.keyboard.press('5')
  await page.locator('.status', { hasText: /^100,\d{3} rows\./ }).waitFor()
  await page.locator('.rows').focus()
  await page.keyboard.press('End')
  await page.locator('.row.current a', { hasText: /./ }).waitFor()
  expect(await page.locator('.row').count()).toBeLessThan(100)
  await page.keyboard.press('/')
  await page.keyboard.type('charge 95999')
  await page.locator('.status', { hasText: /fit the filter/ }).waitFor()
  await page.locator('.row a', { hasText: 'charge 95999' }).first().click()
  await page.locator('aside', { hasText: 'waits for Lock.acquire on accounts' }).waitFor()
})
