// only on node: Playwright opens the page, and is a program for Node

/**
 * What is around every view: the verdict, the views, the address, what the page says when something is wrong.
 */

// biome-ignore-all lint/performance/useDomNodeTextContent: what is tested is what people see.

import { expect, test } from 'vitest'
import { type Incident, sampleState } from '../support/sample.ts'
import { eachView } from './support/each-view.ts'
import { TOKEN } from './support/fake-server.ts'
import { pageTests } from './support/open-page.ts'

const tests = pageTests()

test('the verdict alone tells each incident', async () => {
  const page = await tests.open()
  const told: string[] = []
  const incidents: Incident[] = ['lock never released', 'queue nobody reads', 'blocked loop', 'circle']
  for (const incident of incidents) {
    const state = sampleState(incident)
    tests.server.show(state)
    const text = state.verdict.sentences[0]!.text.slice(0, 20)
    await page.locator('.verdict li', { hasText: text }).first().waitFor()
    const title = await page.locator('.verdict h1').innerText()
    const sentence = await page.locator('.verdict li').first().innerText()
    told.push(`${title}: ${sentence}`.replaceAll(/\s+/g, ' '))
  }
  expect(told).toEqual([
    'The loop is idle: alarm 96,214 tasks wait for Lock accounts, which settle holds; settle waits for sleep until 1e9 ms.',
    'The loop is idle: alarm Queue mails is full, and no task takes from it: 1,800 tasks wait.',
    'The loop is blocked: alarm The loop has been blocked for 4.2 s by report, at parseAll (/srv/shop/src/report.ts:77:9).',
    'The loop is idle: alarm 2 tasks wait for one another in a circle: settle → refund → settle.',
  ])
})

test('a task that the verdict names is a link to it', async () => {
  tests.server.state = sampleState('lock never released')
  const page = await tests.open('#waits')
  await page.locator('.verdict a').first().click()
  expect(await page.evaluate('location.hash')).toBe('#waits?task=7')
  await page.locator('aside.task h2', { hasText: 'mail 7' }).waitFor()
})

test('the first view is what is most urgent', async () => {
  const idle = await tests.open()
  expect(await idle.locator('nav a[aria-current]').innerText()).toContain('Waits')
  tests.server.state = sampleState('blocked loop')
  const blocked = await tests.open()
  expect(await blocked.locator('nav a[aria-current]').innerText()).toContain('Blocked now')
})

test('the address keeps the view through a reload and the back button, and never shows the token', async () => {
  const page = await tests.open('#tasks?search=mail&shape=list&sort=wait-age')
  await page.locator('.row a').first().waitFor()
  expect(await page.evaluate('location.href')).toBe(
    `${tests.address}#tasks?search=mail&shape=list&sort=wait-age`,
  )
  await page.reload()
  expect(await page.locator('input[type=search]').inputValue()).toBe('mail')
  expect(await page.locator('label', { hasText: 'first' }).locator('select').inputValue()).toBe('wait-age')
  await page.locator('.row a').first().click()
  await page.locator('aside.task h2').waitFor()
  await page.keyboard.press('2')
  await page.locator('nav a[aria-current]', { hasText: 'Waits' }).waitFor()
  // The task goes along from view to view.
  expect(await page.evaluate('location.hash')).toMatch(/^#waits\?task=\d+$/)
  await page.goBack()
  await page.goBack()
  expect(await page.locator('input[type=search]').inputValue()).toBe('mail')
  expect(await page.locator('aside.task').count()).toBe(0)
})

test('without a token the page says where to get one, and asks nothing', async () => {
  const page = await tests.visit(`${tests.address}#waits`)
  await page.locator('.banner').waitFor()
  expect(await page.locator('.banner').innerText()).toBe(
    'This address has no token: open the address that the program printed when it started.',
  )
  expect(tests.server.asked).toEqual([])
})

test('an old token is refused, and the page says what to do and asks no more', async () => {
  const page = await tests.visit(`${tests.address}#token=old`)
  await page.locator('.banner').waitFor()
  expect(await page.locator('.banner').innerText()).toContain('open the address that it printed last')
  expect(await page.locator('main').innerText()).toContain('does not talk to this page')
})

test('a tab of its own has no token of another', async () => {
  await tests.open()
  const page = await tests.visit(tests.address)
  await page.locator('.banner', { hasText: 'has no token' }).waitFor()
})

test('the address that the program printed is opened in the same tab after a new start', async () => {
  const page = await tests.visit(`${tests.address}#${'0'.repeat(32)}`)
  await page.locator('.banner', { hasText: 'refused' }).waitFor()
  tests.server.token = 'a'.repeat(32)
  await page.goto(`${tests.address}#${'a'.repeat(32)}`)
  await page.locator('.verdict').waitFor()
  expect(await page.evaluate('location.href')).toBe(tests.address)
})

test('a program of another version is told, not guessed at', async () => {
  tests.server.state = { ...sampleState(), version: 7 as never }
  const page = await tests.visit(`${tests.address}#token=${TOKEN}`)
  await page.locator('.banner', { hasText: 'this page speaks version 1, the program version 7' }).waitFor()
})

test('a picture that came late, was lost or is frozen is called old', async () => {
  const page = await tests.open('#waits', { before: (page) => page.clock.install() })
  await page.clock.runFor(1000)
  expect(await page.locator('.banner').count()).toBe(0)
  await page.clock.runFor(5000)
  await page.locator('.banner', { hasText: 'No news: this is the picture of' }).waitFor()
  tests.server.show(sampleState())
  await page.clock.runFor(600)
  await page.locator('.banner').waitFor({ state: 'detached' })

  // The program is gone; the page tries again, and is back without being touched.
  tests.server.silent = true
  tests.server.endStreams()
  await page.locator('.banner', { hasText: 'No connection: the program is silent.' }).waitFor()
  tests.server.silent = false
  await page.clock.runFor(5000)
  await page.locator('.banner').waitFor({ state: 'detached' })
})

test('a stream that ends is asked for again, and nobody notices', async () => {
  const page = await tests.open('#waits')
  tests.server.endStreams()
  await expect.poll(() => tests.server.asked.filter((ask) => ask.startsWith('watch')).length).toBe(2)
  tests.server.show(sampleState('circle'))
  await page.locator('.verdict', { hasText: 'in a circle' }).waitFor()
  expect(await page.locator('.banner').count()).toBe(0)
})

test('a frozen page keeps its picture, and going on shows the newest', async () => {
  const page = await tests.open('#waits')
  await page.keyboard.press('f')
  await page.locator('.banner', { hasText: 'The page is frozen; the program goes on.' }).waitFor()
  tests.server.show(sampleState('circle'))
  tests.server.show(sampleState('queue nobody reads'))
  await expect.poll(() => page.locator('.verdict').innerText()).toContain('alive and idle')
  await page.keyboard.press('f')
  await page.locator('.verdict', { hasText: 'Queue mails is full' }).waitFor()
  expect(await page.locator('.banner').count()).toBe(0)
})

test('while the loop is blocked, what is old is called old', async () => {
  tests.server.state = sampleState('blocked loop')
  const page = await tests.open('#waits')
  expect(await page.locator('.banner').innerText()).toBe(
    'Tasks and waits are as of 4.2 s ago, because the thread is blocked.',
  )
})

test('what the program has not told yet is unknown, not 0', async () => {
  const state = sampleState('blocked loop')
  const none = { rows: [], from: 0, total: 0 }
  const counts = { tasks: 0, running: 0, ready: 0, waiting: 0, cancelling: 0, primitives: 0, externals: 0 }
  tests.server.state = { ...state, pictureAt: null, counts, waits: none, primitives: none, externals: none }
  const page = await tests.open()
  await page.locator('.card', { hasText: 'The other tasks are unknown' }).waitFor()
  for (const key of ['2', '3', '4', '5']) {
    await page.keyboard.press(key)
    const why = 'Unknown: the program has not told about its tasks yet, because its thread is blocked.'
    await page.locator('.empty', { hasText: why }).waitFor()
  }
  expect(await page.locator('nav .count').count()).toBe(0)
})

test('an empty view says why', async () => {
  tests.server.state = { ...sampleState('empty'), lastBlocks: [] }
  tests.server.tasks = []
  tests.server.answers.top = () => ({ rows: [], from: 0, total: 0, at: 0, seconds: 5 })
  const page = await tests.open('#blocked')
  const why: Record<string, string> = {
    blocked:
      'The thread is not blocked now: the loop answers. It has not been blocked since the console was attached.',
    waits: 'No task waits: no event loop of acoro runs in this process.',
    primitives: 'No lock, queue or other primitive is known: none was made, or none is used now.',
    outside: 'Nothing is under way outside: no promise, socket, worker or signal handler.',
    tasks: 'There are no tasks: no event loop of acoro runs in this process.',
    top: 'No task took a step, began or ended in the last 5 seconds.',
    loop: 'No event loop of acoro runs in this process: none was started, or all are closed.',
  }
  for (const [view, text] of Object.entries(why)) {
    await page.evaluate((hash) => {
      location.hash = hash
    }, view)
    await page.locator('.empty', { hasText: text }).waitFor()
  }
})

test('a view whose question fails says why, and recovers by itself', async () => {
  tests.server.answers.curves = () => {
    throw new Error('broken')
  }
  const page = await tests.open('#loop')
  await page.locator('.empty', { hasText: 'No the curves' }).or(page.locator('.empty[role=alert]')).waitFor()
  delete tests.server.answers.curves
  await page.locator('figure').first().waitFor()
})

test('light or dark as the system says, and as the switch says', async () => {
  const page = await tests.open('#waits', { colorScheme: 'dark' })
  const brightness = async (): Promise<number> => {
    const color: string = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    return Math.max(...color.match(/\d+/g)!.map(Number))
  }
  expect(await brightness()).toBeLessThan(128)
  await page.keyboard.press('t')
  await page.locator('button', { hasText: 'Colours: light' }).waitFor()
  expect(await brightness()).toBeGreaterThan(128)
  await page.reload()
  await page.locator('button', { hasText: 'Colours: light' }).waitFor()
  expect(await brightness()).toBeGreaterThan(128)
})

test('everything can be reached by keyboard, and the keys are told', async () => {
  const page = await tests.open('#waits')
  await page.keyboard.press('?')
  await page.locator('dialog dt', { hasText: 'Esc' }).waitFor()
  // A dialog takes the keys: nothing behind it moves.
  await page.keyboard.press('5')
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  expect(await page.evaluate('location.hash')).toBe('#waits')
  for (const [key, title] of [
    'Blocked',
    'Waits',
    'Primitives',
    'Outside',
    'Tasks',
    'Top',
    'Loop',
  ].entries()) {
    await page.keyboard.press(String(key + 1))
    await page.locator('nav a[aria-current=page]', { hasText: title }).waitFor()
  }
  await page.keyboard.press('5')
  await page.locator('.row').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('7')
  // What is typed into a field is text.
  expect(await page.evaluate('location.hash')).toBe('#tasks?search=7')
})

test.each(['light', 'dark'] as const)(
  'each view fits into 320 px, %s, and nothing is fetched elsewhere',
  async (colorScheme) => {
    const page = await tests.open('#blocked', { colorScheme, viewport: { width: 320, height: 640 } })
    const foreign: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(tests.address)) foreign.push(request.url())
    })
    await eachView(page, async (view) => {
      expect([view, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([view, 320])
    })
    expect(foreign).toEqual([])
  },
)
