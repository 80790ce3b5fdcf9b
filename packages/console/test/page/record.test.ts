/** Recording some seconds, and what the timeline tells. */

import { expect, test } from 'vitest'
import { eachText } from './support/each-text.ts'
import { pageTests } from './support/open-page.ts'

const tests = pageTests()
const asked = (name: string): string[] => tests.server.asked.filter((ask) => ask.startsWith(`${name} `))

test('record, and the lanes of the busiest tasks are there, with what was lost, blocked and noted', async () => {
  const page = await tests.open('#record')
  await page.locator('.empty', { hasText: 'No recording is shown.' }).waitFor()
  await page.keyboard.press('r')
  await page.locator('.lanes').waitFor()
  expect(asked('record')).toEqual(['record {"seconds":5}'])
  expect(await eachText(page, '.lane')).toEqual([
    'Pin settle 6 steps, busy 1.5 s, waited 2.5 s',
    'Pin charge 3 0 steps, busy 0 ms, waited 4.0 s',
  ])
  expect(await eachText(page, '.marks li')).toEqual([
    'lost at 4.2 s for 400 ms: lost: too much happened',
    'blocked at 0 ms for 1.0 s: settle, at parseAll (report.ts:77:9)',
    'noted at 5.0 s: asked for by a viewer',
  ])
  await page.locator('.badge', { hasText: 'warning' }).waitFor()
  const path = page.locator('.lane').first().locator('.lane-wait')
  expect(await path.getAttribute('d')).toBe('M200.0 7h500.0v6h-500.0z')
})

test('a task that is selected is told in words', async () => {
  const page = await tests.open('#record?rec=1')
  await page.locator('.lane a').first().click()
  await page.locator('.lane-words').waitFor()
  expect(await eachText(page, '.lane-words li')).toEqual([
    '0 ms: 3 steps for 1.0 s, then waits compare',
    '1.0 s: waited for 2.5 s: Lock.acquire on accounts, at charge (accounts.ts:41:10) compare',
    '3.5 s: 3 steps for 500 ms, then waits compare',
  ])
  await page.locator('.lane-words', { hasText: 'Woken, the last times: 3.5 s by charge 3.' }).waitFor()
})

test('an arrow leads from the task that woke the selected one, and two spans are compared', async () => {
  const page = await tests.open('#record?rec=1')
  await page.locator('.lanes').waitFor()
  expect(await page.locator('.arrows').count()).toBe(0)
  await page.locator('.lane a').first().click()
  expect(await page.locator('.arrows path').getAttribute('d')).toBe('M700.0 1.72V0.72')
  const compare = page.locator('.lane-words button')
  await compare.nth(0).click()
  await compare.nth(2).click()
  expect(await eachText(page, '.compared')).toEqual([
    'The second took 500 ms shorter (500 ms against 1.0 s, 2 times as short), and began 3.5 s later.',
  ])
  await compare.nth(1).click()
  expect(await eachText(page, '.compared')).toEqual([
    'The second took 2.0 s shorter (500 ms against 2.5 s, 5 times as short), and began 2.5 s later.',
  ])
})

test('only the lanes of pinned tasks are asked for', async () => {
  const page = await tests.open('#record?rec=1')
  await page.locator('.lane button', { hasText: 'Pin' }).first().click()
  await page.locator('button', { hasText: 'Only pinned tasks' }).click()
  await expect.poll(() => asked('timeline').at(-1)).toContain('"only":[7]')
})

test('keys go closer and along, and the address keeps the window', async () => {
  const page = await tests.open('#record?rec=1')
  await page.locator('.lanes').waitFor()
  await page.keyboard.press('+')
  await expect.poll(() => asked('timeline').at(-1)).toContain('"from":2250,"to":4750')
  expect(await page.evaluate('location.hash')).toContain('from=2250.0000&to=4750.0000')
  await page.keyboard.press('0')
  await expect.poll(() => asked('timeline').at(-1)).not.toContain('"from"')
})

test('both files are saved by the browser, and what is refused is said', async () => {
  const page = await tests.open('#record?rec=1')
  await page.locator('.lanes').waitFor()
  for (const [button, name] of [
    ['Save recording', 'recording-1.acoro'],
    ['Save for Chrome and Perfetto', 'recording-1.json'],
  ] as const) {
    const download = page.waitForEvent('download')
    await page.locator('button', { hasText: button }).click()
    expect((await download).suggestedFilename()).toBe(name)
  }
  tests.server.answers.timeline = () => ({ refused: true, why: 'It records until 3 s from now' })
  await page.locator('button', { hasText: 'Show what is kept' }).click()
  await page.locator('.empty', { hasText: 'It records until 3 s from now' }).waitFor()
})
