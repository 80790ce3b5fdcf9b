/** A failing order in the page: step, back, to the next choice, and the failing line at the end. */

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { sampleOrder } from '../support/order.ts'
import { eachText } from './support/each-text.ts'
import { TOKEN } from './support/fake-server.ts'
import { type OpenOptions, pageTests } from './support/open-page.ts'

const tests = pageTests()

async function opened(fragment = '', options: OpenOptions = {}): Promise<Page> {
  tests.server.shows = 'order'
  const page = await tests.visit(
    `${tests.address}#${fragment}${fragment === '' ? TOKEN_ALONE : TOKEN_AFTER}`,
    options,
  )
  await page.locator('.player').waitFor()
  return page
}

const TOKEN_ALONE = `token=${TOKEN}`
const TOKEN_AFTER = `&token=${TOKEN}`

test('steps forward and back tell what changed, and with what it was before', async () => {
  const page = await opened()
  expect(await eachText(page, '.status')).toEqual(['Before step 1 of 3, at 0 ms.'])
  expect(await eachText(page, '.order-state li')).toEqual([])
  await page.keyboard.press('ArrowRight')
  expect(await eachText(page, '.order-state li')).toEqual([
    'task 1 (deposit(10)) waiting for a sleep of 10 ms changed',
    'Lock accounts locked true, waiting 0, held by task 1 (deposit(10)) changed',
  ])
  await page.keyboard.press('ArrowRight')
  expect(await eachText(page, '.order-state li')).toEqual([
    'task 1 (deposit(10)) waiting for a sleep of 10 ms',
    'task 2 (deposit(20)) waiting for Lock.acquire on accounts changed',
    'Lock accounts locked true, waiting 0 → 1, held by task 1 (deposit(10)) changed',
  ])
  await page.keyboard.press('ArrowLeft')
  expect(await eachText(page, '.status')).toEqual(['Before step 2 of 3, at 0 ms.'])
  expect(await page.evaluate('location.hash')).toBe('#?step=1')
})

test('the next step says who was ready, why it is this one, and what the order chose among', async () => {
  const page = await opened('?step=1')
  expect(await eachText(page, '[aria-label="The next step"]')).toEqual([
    'Next: task 2 (deposit(20)) at src/bank.ts:12 Why this one: nothing else was ready. Ready: task 2 (deposit(20)), audit and 4 more.',
  ])
  await page.keyboard.press(']')
  expect(await eachText(page, '.status')).toEqual(['Before step 3 of 3, at 10 ms.'])
  expect(await eachText(page, '.candidates li')).toEqual([
    'the sleep of task 1 ends what happens by itself',
    'the sleep of audit ends this one',
  ])
  await page.keyboard.press('[')
  expect(await eachText(page, '.status')).toEqual(['Before step 1 of 3, at 0 ms.'])
})

test('at the end stands the failing line', async () => {
  const page = await opened()
  expect(await page.locator('.card.alarm').count()).toBe(0)
  await page.keyboard.press('End')
  expect(await eachText(page, '.card.alarm')).toEqual([
    'fails src/bank.ts:31 Error: the audit found 110 expected 130',
  ])
  expect(await eachText(page, '.status')).toEqual(['The end, after all 3 steps.'])
  await page.locator('h1', { hasText: 'transfer' }).waitFor()
  await page.locator('.order-heading', { hasText: "The same again: replay('1w1/3', transfer)" }).waitFor()
  await page.locator('.order-heading', { hasText: '2 steps more were not recorded' }).waitFor()
})

test('a step of the list is chosen by the pointer, and by arrows and Enter', async () => {
  const page = await opened()
  await page.locator('.step-line', { hasText: 'audit' }).locator('button').click()
  expect(await eachText(page, '.status')).toEqual(['Before step 3 of 3, at 10 ms.'])
  await page.locator('.rows').focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect.poll(() => eachText(page, '.status')).toEqual(['Before step 2 of 3, at 0 ms.'])
})

test('a long order is drawn in part, and hostile names are text, at 320 px too', async () => {
  const name = '<img src=x onerror=alert(1)>\u202e'
  const order = sampleOrder()
  const [first] = order.steps
  const steps = Array.from({ length: 5000 }, () => ({ ...first!, what: name }))
  tests.server.answers.order = () => sampleOrder({ program: name, steps })
  const page = await opened('?step=4000', { viewport: { width: 320, height: 640 } })
  await expect.poll(() => eachText(page, '.row.current .number')).toEqual(['4001', '0 ms'])
  expect(await page.locator('.row').count()).toBeLessThan(100)
  expect(await eachText(page, 'h1')).toEqual(['<img src=x onerror=alert(1)>\\u{202e}'])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
})

test('without a token, and if the file has no order, the page says so', async () => {
  tests.server.shows = 'order'
  const stranger = await tests.visit(tests.address)
  await stranger.locator('.banner', { hasText: 'This address has no token' }).waitFor()
  tests.server.answers.order = () => {
    throw new Error('the file is gone')
  }
  const page = await tests.visit(`${tests.address}#${TOKEN_ALONE}`)
  await page.locator('.empty', { hasText: 'No order: the file is gone.' }).waitFor()
})

test('the recording of a file is shown without a program to watch', async () => {
  tests.server.shows = 'recording'
  const page = await tests.visit(`${tests.address}#${TOKEN_ALONE}`)
  await page.locator('.lanes').waitFor()
  await page.locator('.lane a').first().click()
  await page.locator('.lane-words').waitFor()
  expect(tests.server.asked.filter((ask) => ask.startsWith('watch'))).toEqual([])
  expect(tests.server.asked.filter((ask) => ask.startsWith('timeline')).length).toBeLessThan(4)
})
