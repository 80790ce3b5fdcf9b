// The playground as people use it, and as people who mean ill would.

// biome-ignore-all lint/performance/useDomNodeTextContent: what is tested is what people see.

import { gzipSync } from 'node:zlib'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { toHash } from '../../playground/page/share.ts'
import { siteTests } from './support/open-site.ts'

const tests = siteTests()

const lines = (place: Locator): Promise<string[]> =>
  place.locator('.play-lines > div').evaluateAll((all) => all.map(({ textContent }) => textContent ?? ''))

/** Workers of programs: the compiler has one, too. */
const programs = (page: Page): number =>
  page.workers().filter((worker) => worker.url().startsWith('blob:')).length

const ended = (place: Locator): Promise<void> =>
  place.locator('.play-status', { hasText: 'clock says' }).waitFor({ timeout: 30_000 })

/** Opens a program by a link; it waits for its button. */
async function linked(text: string): Promise<{ page: Page; place: Locator; run: () => Promise<string[]> }> {
  const page = await tests.open(
    `playground.html${await toHash({ main: 'main.ts', files: { 'main.ts': text } })}`,
  )
  const place = page.locator('.play')
  await page.locator('.cm-content').waitFor()
  const run = async (): Promise<string[]> => {
    await place.getByRole('button', { name: 'Run' }).click()
    await ended(place)
    return lines(place)
  }
  return { page, place, run }
}

test('the home page shows promises that leak beside ours, both run, and an hour costs nothing', async () => {
  const page = await tests.open()
  const places = await page.locator('.beside .play').all()
  const said: string[][] = []
  for (const place of places) {
    await place.getByRole('button', { name: 'Run' }).click()
    await ended(place)
    said.push(await lines(place))
  }
  expect(said).toEqual([
    ["1.1 s line 12 => [ 'gave up', 'charged' ]"],
    [expect.stringMatching(/=> \[ 'gave up' \]$/) as string],
  ])
  expect(await places[1]?.locator('svg.timeline .cancel').count()).toBe(1)
  // The tasks by which `run` ends are not the program's.
  expect(await places[1]?.locator('svg.timeline text').allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining('Task-1 main')]),
  )
  expect(await places[1]?.locator('ol').textContent()).not.toContain('Task-2')
  const tree = await places[1]?.ariaSnapshot()
  for (const part of ['log "Output"', 'status: It has ended.', 'group "Timeline"', 'img "Timeline of'])
    expect(tree).toContain(part)
  await places[1]?.getByText('The run in words').click()
  expect(await places[1]?.locator('ol').innerText()).toContain('a cancel reaches')
})

test('two examples of a page run at the same time, each with its own output', async () => {
  const page = await tests.open('tutorial/1-first-coroutine.html')
  const places = (await page.locator('.play').all()).slice(0, 2)
  for (const place of places) await place.getByRole('button', { name: 'Run' }).click()
  for (const place of places) await ended(place)
  expect(await Promise.all(places.map(lines))).toEqual([
    ['200 ms news.example is up'],
    ['0 ms nothing has happened yet', '0 ms asking news.example', '200 ms news.example is up'],
  ])
})

test('before an edit the playground loads less than 250 kB, and no compiler', async () => {
  const page = await tests.open('tutorial/1-first-coroutine.html')
  const asked: Promise<[string, number]>[] = []
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname.replace(/^.*\//, '')
    if (response.request().headers()['sec-purpose'] !== 'prefetch' && !response.url().startsWith('blob:'))
      asked.push(response.body().then((body) => [name, gzipSync(body, { level: 9 }).length]))
  })
  const place = page.locator('.play').first()
  await place.getByRole('button', { name: 'Run' }).click()
  await ended(place)
  const all = await Promise.all(asked)
  expect(
    all.reduce((sum, [, bytes]) => sum + bytes, 0),
    JSON.stringify(all),
  ).toBeLessThan(250_000)
  expect(all.filter(([name]) => /compiler|declarations|editor/.test(name))).toEqual([])
  expect(all.some(([name]) => name.startsWith('runtime.'))).toBe(true)
})

test('an example is changed, its types are told, it runs, and its link leads back to it', async () => {
  const page = await tests.open('tutorial/2-several-at-once.html')
  const place = page.locator('.play').nth(1)
  await place.getByRole('button', { name: 'Edit' }).click()
  const editor = page.locator('.cm-content')
  await editor.waitFor()
  expect(await page.getByRole('button', { name: 'sites.ts' }).count()).toBe(1)
  await editor.focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type("const wrong: string = 1\nconsole.log('changed', wrong)\n")
  await place.getByRole('button', { name: 'Run' }).click()
  await ended(place)
  expect((await lines(place)).at(-1)).toBe('400 ms changed 1')
  expect(await place.locator('.play-note').innerText()).toMatch(
    /^1 problem: main\.ts:\d+: Type 'number' is not/,
  )
  await place.getByRole('button', { name: 'Link' }).click()
  const address = await place.locator('.play-note a').getAttribute('href')
  await page.goto(address ?? '')
  await page.locator('.cm-content', { hasText: 'changed' }).waitFor()
  expect(await page.locator('.play-lines').count()).toBe(0)
})

test('Tab leaves the editor', async () => {
  const { page } = await linked('console.log(1)\n')
  await page.locator('.cm-content').focus()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('.cm-editor'))).toBe(null)
})

test('an error names the line that the reader sees', async () => {
  const { run } = await linked(
    'interface A {\n  a: number\n}\n\nfunction fail(): A {\n  throw new Error("no")\n}\nfail()\n',
  )
  const said = await run()
  expect(said[0]).toContain('Error: no')
  expect(said[0]).toMatch(/at fail \(main\.ts:6\)\s+at .*main\.ts:8/)
})

test('a linked program never runs before a click', async () => {
  const { page, place, run } = await linked("console.log('ran')\n")
  expect([programs(page), page.frames().length, await place.locator('.play-lines').count()]).toEqual([
    0, 1, 0,
  ])
  expect(await run()).toEqual(['0 ms ran'])
})

test.each([
  ['of nothing', '#v1.AAAA', 'damaged'],
  ['of another version', '#v9.AAAA', 'made by a newer site'],
  ['of markup', '#v1.<img/src=x/onerror=alert(1)>', 'characters that no link has'],
  ['of half an escape', '#v1.%E0%A4%A', 'characters that no link has'],
])('a hash %s is refused in words, and the page goes on', async (_what, hash, message) => {
  const page = await tests.open(`playground.html${hash}`)
  await page.locator('.play [role=alert]', { hasText: message }).waitFor()
  const place = page.locator('.play')
  await place.getByRole('button', { name: 'Run' }).click()
  await ended(place)
  expect(await lines(place)).toContain('1 s nothing is left over')
  // The router looks for an element of that name.
  tests.complaints.splice(0)
})

test('another link that is pasted into the address takes the place of the first', async () => {
  const { page, place, run } = await linked("console.log('first')\n")
  await place.getByRole('button', { name: 'Run' }).click()
  await ended(place)
  const hash = await toHash({ main: 'main.ts', files: { 'main.ts': "console.log('second')\n" } })
  await page.evaluate((next) => {
    location.hash = next
  }, hash)
  await page.locator('.cm-content', { hasText: 'second' }).waitFor()
  expect([await page.locator('.cm-content').count(), await page.locator('.play-lines').count()]).toEqual([
    1, 0,
  ])
  expect(await run()).toEqual(['0 ms second'])
})

test('«As it was» brings back what the link held', async () => {
  const { page, place, run } = await linked("console.log('as it came')\n")
  await page.locator('.cm-content').focus()
  await page.keyboard.type('broken(')
  await place.getByRole('button', { name: 'As it was' }).click()
  await page.locator('.cm-content', { hasNotText: 'broken' }).waitFor()
  expect(await run()).toEqual(['0 ms as it came'])
})

test('who presses twice gets one run and one editor', async () => {
  const { page, place } = await linked("console.log('once')\n")
  await place.getByRole('button', { name: 'Run' }).evaluate((button: HTMLButtonElement) => {
    button.click()
    button.click()
  })
  await ended(place)
  expect([await lines(place), page.frames().length]).toEqual([['0 ms once'], 1])
  const other = await tests.open('tutorial/1-first-coroutine.html')
  await other
    .locator('.play')
    .first()
    .locator('.play-bar')
    .evaluate((bar) => {
      for (const button of bar.querySelectorAll('button')) button.click()
    })
  await other.locator('.play-status', { hasText: 'clock says' }).waitFor()
  expect(await other.locator('.play-bar').first().getByRole('button').count()).toBe(3)
})

test('a program that is too long for a link is told so', async () => {
  const { page, place } = await linked("console.log('x')\n")
  await page.locator('.cm-content').focus()
  const text = Array.from({ length: 60_000 }, (_, n) => (n * 7919) % 99991).join(' ')
  await page.keyboard.insertText(`// ${text}`)
  await place.getByRole('button', { name: 'Link' }).click()
  await place.locator('.play-note', { hasText: 'The program is too long for a link' }).waitFor()
})

test('an endless loop is ended, and the page stays alive', async () => {
  const { page, run } = await linked("console.log('before')\nfor (;;) {}\n")
  const said = await run()
  expect(said[0]).toBe('0 ms before')
  expect(said.at(-1)).toContain('it did not let go of the thread for 3 s')
  expect([programs(page), page.frames().length]).toEqual([0, 1])
})

test('a program that never ends on the virtual clock is stopped', async () => {
  const { run } = await linked(
    "import { run, sleep } from '@acoro/core'\nawait run(function* () { for (;;) yield* sleep(3_600_000) })\n",
  )
  expect((await run()).at(-1)).toContain('had not come to an end')
})

test('a program that waits for ever says which task waits for what', async () => {
  const { run } = await linked(
    "import { run } from '@acoro/core'\nimport { Event } from '@acoro/sync'\n" +
      "await run(function* main() { yield* new Event({ name: 'never' }).wait() })\n",
  )
  expect((await run()).join('\n')).toMatch(
    /waits for what nothing will bring[\s\S]*waits for Event\.wait on never/,
  )
})

test('a hundred thousand lines are cut, and the page stays alive', async () => {
  const { run } = await linked("for (let n = 0; n < 1e5; n++) console.log('x'.repeat(3000), n)\n")
  const said = await run()
  expect(said.length).toBeLessThanOrEqual(1000)
  expect(said.at(-1)).toContain('the rest is not shown')
})

test('a program can neither leave its frame nor ask anybody nor keep anything', async () => {
  const { page, run } = await linked(`
const tried: [string, () => unknown][] = [
  ['fetch', () => (globalThis as any).WorkerGlobalScope.prototype.fetch.call(globalThis, '${tests.address}index.html')],
  ['fetch elsewhere', () => (globalThis as any).WorkerGlobalScope.prototype.fetch.call(globalThis, 'https://example.com/')],
  ['a script', () => import('https://example.com/x.js')],
  ['importScripts', () => (globalThis as any).importScripts('${tests.address}playground/runtime.js')],
  ['a socket', () => new Promise((resolve, reject) => { const s = new (globalThis as any).WebSocket('wss://example.com'); s.onopen = resolve; s.onerror = reject })],
  ['storage', () => (globalThis as any).localStorage.getItem('x')],
  ['a database', () => new Promise((resolve, reject) => { const r = (globalThis as any).indexedDB.open('x'); r.onsuccess = resolve; r.onerror = reject })],
  ['the document', () => (globalThis as any).document.cookie],
  ['the page', () => (globalThis as any).parent.document],
  ['a message', () => (globalThis as any).postMessage({ kind: 'ended', how: 'done', text: 'forged' })],
  ['a message by its class', () => (globalThis as any).DedicatedWorkerGlobalScope.prototype.postMessage.call(globalThis, {})],
]
console.log((globalThis as any).origin)
for (const [name, attempt] of tried) {
  try {
    await attempt()
    console.log(name, 'was possible')
  } catch {
    console.log(name, 'is refused')
  }
}
`)
  const said = await run()
  expect(said[0]).toBe('0 ms null')
  expect(said.slice(1).filter((line) => !line.endsWith('is refused'))).toEqual([])
  expect(said.length).toBe(12)
  const cookie = await page.evaluate(() => document.cookie + JSON.stringify(localStorage))
  expect(cookie).not.toContain('forged')
  // The browser tells of each request that the policy forbade.
  expect(
    tests.complaints.splice(0).filter((text) => !/Content Security Policy|violates|Refused/.test(text)),
  ).toEqual([])
})

test('fetch answers by itself, on the virtual clock, and a cancel ends it', async () => {
  const { run } = await linked(`
import { run, timeout } from '@acoro/core'
import { fetch as ask } from '@acoro/web'
const outcome = (error: unknown) => console.log((error as Error).name)
const answer = await fetch('https://api.example/users/1', { method: 'POST', body: 'Ada' })
console.log(answer.status, JSON.stringify(await answer.json()))
console.log((await fetch('https://api.example/status/204')).body)
await fetch('https://api.example/delay/60000', { signal: AbortSignal.timeout(500) }).catch(outcome)
await run(function* main() {
  const found = (yield* (yield* timeout(1000, ask('https://api.example/status/503'))).json()) as { url: string }
  console.log(found.url)
  yield* timeout(1000, ask('https://api.example/delay/2000'))
}).catch(outcome)
await run(() => ask('https://nobody.invalid/')).catch(outcome)
await fetch('nowhere').catch(outcome)
`)
  expect(await run()).toEqual([
    '50 ms 200 {"method":"POST","url":"https://api.example/users/1","body":"Ada"}',
    '100 ms null',
    '600 ms TimeoutError',
    '650 ms https://api.example/status/503',
    '1.65 s TimeoutError',
    '1.7 s ConnectError',
    '1.7 s TypeError',
  ])
})

test('what a program prints, and how it calls its tasks, is text', async () => {
  const { page, run } = await linked(`
import { run, sleep, createTask } from '@acoro/core'
const hostile = '<img src=x onerror="document.title=1">{{7*7}}</text><script>document.title=1</script>'
console.log(hostile)
await run(function* () { yield* createTask((function* () { yield* sleep(1) })(), { name: hostile }) })
throw Object.assign(new Error(hostile), { name: hostile })
`)
  const said = await run()
  expect(said[0]).toContain('<img src=x')
  expect(await page.locator('.play-result :is(img, script, iframe)').count()).toBe(0)
  expect(await page.title()).not.toBe('1')
})

test('to leave the page ends what runs on it', async () => {
  const { page, place } = await linked("import { run, sleep } from '@acoro/core'\nfor (;;) {}\n")
  await place.getByRole('button', { name: 'Run' }).click()
  await page.locator('iframe.play-frame').waitFor({ state: 'attached' })
  await page.getByRole('link', { name: 'acoro', exact: true }).first().click()
  await page.waitForURL(tests.address)
  await page.locator('iframe.play-frame').waitFor({ state: 'detached' })
  expect(programs(page)).toBe(0)
})
