// only on node: Playwright opens the page, and is a program for Node

/** Lists that do not jump, a hundred thousand tasks, one task, and its cancelling. */

// biome-ignore-all lint/performance/useDomNodeTextContent: what is tested is what people see.

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { MergedWait } from '../../src/protocol/rows.ts'
import type { State } from '../../src/protocol/state.ts'
import { sampleState, sampleTasks, sampleWaits } from '../support/sample.ts'
import { pageTests } from './support/open-page.ts'

const tests = pageTests()

/** The merged waits in this order, each with the place it has in it as its count. */
function stateWith(...keys: string[]): State {
  const [sample] = sampleWaits() as [MergedWait]
  const rows = keys.map((key, at) => ({
    ...sample,
    key,
    waitsFor: key,
    count: 100 - at,
    sampled: false,
    examples: [],
  }))
  return { ...sampleState(), waits: { rows, from: 0, total: rows.length } }
}

const waitsOf = (page: Page): Promise<string[]> => page.locator('tbody td.wide').allInnerTexts()
const countsOf = (page: Page): Promise<string[]> => page.locator('tbody td:first-child').allInnerTexts()

test('rows stay where they are while the pointer is on them, and their values go on', async () => {
  tests.server.state = stateWith('a', 'b', 'c')
  const page = await tests.open('#waits', { before: (page) => page.clock.install() })
  await page.locator('tbody tr').first().hover()
  await page.clock.runFor(5000)
  tests.server.show(stateWith('c', 'a', 'd'))
  await page
    .locator('.held', { hasText: 'The order is kept while you are on the list; 1 new row.' })
    .waitFor()
  expect(await waitsOf(page)).toEqual(['a', 'b', 'c'])
  expect(await countsOf(page)).toEqual(['99', '99gone', '100'])
  await page.keyboard.press('u')
  expect(await waitsOf(page)).toEqual(['c', 'a', 'd'])
  expect(await page.locator('.held').isVisible()).toBe(false)
})

test('the order changes by itself, but not more often than every 2 s', async () => {
  tests.server.state = stateWith('a', 'b')
  const page = await tests.open('#waits', { before: (page) => page.clock.install({ time: 0 }) })
  await page.clock.pauseAt(10_000)
  // The first order is of the first picture: the next may come now.
  tests.server.show(stateWith('b', 'a'))
  await expect.poll(() => waitsOf(page)).toEqual(['b', 'a'])
  await page.clock.runFor(1000)
  tests.server.show(stateWith('a', 'b'))
  await expect.poll(() => countsOf(page)).toEqual(['99', '100'])
  expect(await waitsOf(page)).toEqual(['b', 'a'])
  await page.clock.runFor(1500)
  tests.server.show(stateWith('a', 'b'))
  await expect.poll(() => waitsOf(page)).toEqual(['a', 'b'])
})

test('a list is walked by arrows, and Enter opens the row', async () => {
  const page = await tests.open('#waits')
  await page.locator('tbody tr').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  expect(await page.evaluate('document.activeElement.querySelector("td.wide").innerText')).toBe(
    'Queue.get on mails',
  )
  await page.keyboard.press('Enter')
  await page.locator('.chip', { hasText: 'queue mails@18' }).waitFor()
  expect(await page.evaluate('location.hash')).toBe('#tasks?wait=queue+mails%4018')
})

test('a hundred thousand tasks are a few rows at a time, from the first to the last', async () => {
  tests.server.tasks = sampleTasks(100_000)
  const page = await tests.open('#tasks')
  await page.locator('.row', { hasText: 'mail 1' }).first().waitFor()
  await page.locator('.rows').focus()
  await page.keyboard.press('End')
  await page.locator('.row.current', { hasText: 'mail 100000' }).waitFor()
  await page.keyboard.press('PageUp')
  await page.locator('.row.current').waitFor()
  expect(await page.locator('.row').count()).toBeLessThan(80)
  await page.evaluate('document.querySelector(".rows").scrollTop = 1_400_000')
  await page.locator('.row', { hasText: 'mail 50002' }).waitFor()
  await page.keyboard.press('Home')
  await page.locator('.row.current', { hasText: 'mail 1' }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.locator('aside h2', { hasText: 'Task-2' }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('aside').waitFor({ state: 'detached' })
  // What is asked for is what is in sight, in parts of 100.
  const asked = tests.server.asked.filter((ask) => ask.startsWith('tasks'))
  const parts = asked.map((ask) => JSON.parse(ask.slice('tasks '.length)).from / 100)
  expect(parts.every((part) => part < 3 || (part > 490 && part < 510) || part > 990)).toBe(true)
})

test('filters narrow the tasks, and the address says how', async () => {
  const page = await tests.open('#tasks')
  await page.keyboard.press('/')
  await page.keyboard.type('charge 99')
  await page.locator('.status', { hasText: '5 rows of 98,017 tasks fit the filter.' }).waitFor()
  await page.getByLabel('waits for at least').fill('1.9s')
  await page.locator('.status', { hasText: '4 rows of' }).waitFor()
  await page.getByLabel('state').selectOption('ready')
  await page.locator('.empty', { hasText: 'No task fits the filter; there are 98,017 in all.' }).waitFor()
  expect(await page.evaluate('location.hash')).toBe('#tasks?search=charge+99&waited=1.9s&state=ready')
  await page.getByLabel('waits for at least').fill('soon')
  await page.locator('label', { hasText: 'expected 250ms, 5s, 2m or 1h' }).waitFor()
  await page.locator('button', { hasText: 'No filter' }).click()
  await page.locator('.row').first().waitFor()
  expect(await page.evaluate('location.hash')).toBe('#tasks')
})

test('what stands below a row is hidden and shown by a press and by arrows', async () => {
  const page = await tests.open('#tasks')
  await page.locator('.rows').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await page.locator('.row.current[aria-expanded=false]', { hasText: 'Task-2' }).waitFor()
  expect(await page.evaluate('location.hash')).toBe('#tasks?closed=2')
  await page.keyboard.press('ArrowRight')
  await page.locator('.row.current[aria-expanded=true]').waitFor()
  await page.locator('.row', { hasText: 'charge 3' }).first().locator('button').click()
  await expect.poll(() => page.evaluate('location.hash')).toBe('#tasks?closed=3')
  await expect.poll(() => tests.server.asked.some((ask) => ask.includes('"closed":[3]'))).toBe(true)
})

test('tasks are not asked for again while somebody is on them, until they press u', async () => {
  const page = await tests.open('#tasks', { before: (page) => page.clock.install() })
  await page.locator('.row').first().waitFor()
  const asked = () => tests.server.asked.filter((ask) => ask.startsWith('tasks')).length
  await page.clock.runFor(4500)
  await expect.poll(asked).toBeGreaterThanOrEqual(3)
  await page.locator('.rows').focus()
  await page.locator('.status', { hasText: 'rows stay while you are on them' }).waitFor()
  const before = asked()
  await page.clock.runFor(9000)
  expect(asked()).toBe(before)
  await page.keyboard.press('u')
  await expect.poll(asked).toBe(before + 1)
})

test('one task: the chain to the cause, who waits for it, who cancelled it and why', async () => {
  const page = await tests.open('#waits?task=3')
  await page.locator('aside .chain').waitFor()
  const text = (await page.locator('aside').innerText()).replaceAll(/\s+/g, ' ')
  for (const part of [
    "charge 3 waiting waits for Lock.acquire on accounts (held by 'settle', 1000 waiting), for 1.0 s",
    'Cancelled by main: «shutting down».',
    'settle waits for sleep until 1000000000 ms, for 61 s The last one is the cause.',
    'Who waits for it main',
    'charge src/accounts.ts:41',
    'woken by a timer',
    'Context variables may hold secrets: allow them with serveConsole().',
  ]) {
    expect(text).toContain(part)
  }
  await page.locator('aside summary').first().click()
  await page.locator('aside details', { hasText: 'Source text is off' }).waitFor()
})

test('on a narrow page the task takes the place of the list, and the focus comes and goes with it', async () => {
  const page = await tests.open('#tasks', { viewport: { width: 600, height: 700 } })
  await page.locator('.row a').first().waitFor()
  await page.locator('.rows').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.locator('aside dl').first().waitFor()
  expect(await page.locator('main').isVisible()).toBe(false)
  await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('task')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('rows')
  await page.keyboard.press('ArrowDown')
  await page.locator('.row.current', { hasText: 'charge 3' }).waitFor()
})

test('a task that has ended says so', async () => {
  const page = await tests.open('#waits?task=123456')
  await page.locator('aside', { hasText: 'It has ended, or this program has no such task.' }).waitFor()
})

test('a pinned task stays in sight in every view, and in the address', async () => {
  const page = await tests.open('#tasks?task=3')
  await page.locator('aside dl').first().waitFor()
  await page.keyboard.press('p')
  await page.keyboard.press('Escape')
  await page.keyboard.press('3')
  await page.locator('.pins li', { hasText: 'charge 3 waiting waits for Lock.acquire on accounts' }).waitFor()
  expect(await page.evaluate('location.hash')).toBe('#primitives?pin=3')
  await page.locator('.pins button').click()
  await page.locator('.pins').waitFor({ state: 'detached' })
})

test('a cancel asks first, and names how many it takes along', async () => {
  const page = await tests.open('#waits?task=3')
  await page.locator('aside button.danger').click()
  await page
    .locator('dialog', { hasText: 'This cancels 12 tasks: this one and 11 others with it.' })
    .waitFor()
  // Enter presses what does no harm.
  await page.keyboard.press('Enter')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.locator('aside button.danger').click()
  await page.getByLabel('Message for the program').fill('too slow')
  await page.locator('dialog button', { hasText: 'Cancel 12 tasks' }).click()
  await page.locator('.said', { hasText: 'Cancelled 12 tasks.' }).waitFor()
  expect(tests.server.asked.filter((ask) => ask.startsWith('cancel'))).toEqual([
    'cancel {"id":3,"message":"too slow"}',
  ])
})

test.each<[string, unknown, string]>([
  ['has ended', { gone: true }, 'Nothing was cancelled: it had ended.'],
  ['is refused', { refused: true, why: 'not now' }, 'Nothing was cancelled: not now.'],
])('a cancel of a task that %s says so', async (_what, answer, said) => {
  tests.server.answers.cancel = () => answer
  const page = await tests.open('#waits?task=3')
  await page.locator('aside button.danger').click()
  await page.locator('dialog button', { hasText: 'Cancel 12 tasks' }).click()
  await page.locator('.said', { hasText: said }).waitFor()
})

test('where the program allows no cancel there is none', async () => {
  const state = sampleState()
  const allowed = { ...state.program.allowed, cancel: false }
  tests.server.state = { ...state, program: { ...state.program, allowed } }
  const page = await tests.open('#waits?task=3')
  await page.locator('aside dl').first().waitFor()
  expect(await page.locator('button.danger').count()).toBe(0)
})

test('a view is copied as text; a browser that does not let the page copy shows it', async () => {
  const page = await tests.open('#tasks', { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.keyboard.press('c')
  await page.locator('.said', { hasText: 'Copied' }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('loop 1\n  charge 3 waits\n')
  expect(tests.server.asked).toContain('text {"view":"pstree"}')
  await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("no"))')
  await page.keyboard.press('c')
  expect(await page.locator('dialog textarea').inputValue()).toBe('loop 1\n  charge 3 waits\n')
})

test('curves say their numbers in words, gaps too', async () => {
  const page = await tests.open('#loop?seconds=900')
  await page.locator('figure canvas').first().waitFor()
  expect(await page.locator('figcaption').allInnerTexts()).toEqual([
    'Lag: how late the loop answers\nnow 4 ms, at most 7 ms, 9 of 900 points unknown',
    'Share of the time in which the thread is busy\nnow 45 %, at most 45 %, 9 of 900 points unknown',
    'Steps a second\nnow 1,099, at most 1,099, 9 of 900 points unknown',
    'Tasks\nnow 98,016, at most 98,016',
    'Heap in use\nnow 51 MB, at most 51 MB',
  ])
})
