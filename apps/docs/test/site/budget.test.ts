// What a page costs its reader before it says anything: all that Chromium asks for, gzipped, less the page's
// own text. What the browser fetches ahead for the next page is not counted: it does so when it has nothing
// else to do.

import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { siteTests } from './support/open-site.ts'

const tests = siteTests()

interface Asked {
  path: string
  kind: string
  bytes: number
}

async function loaded(route: string): Promise<Asked[]> {
  const page = await tests.open()
  const asked: Promise<Asked>[] = []
  page.on('response', (response) => {
    const request = response.request()
    if (request.headers()['sec-purpose'] === 'prefetch') return
    asked.push(
      response.body().then((body) => ({
        path: new URL(response.url()).pathname.replace(/^.*\//, ''),
        kind: request.resourceType(),
        bytes: gzipSync(body, { level: 9 }).length,
      })),
    )
  })
  await page.goto(new URL(route, tests.address).href, { waitUntil: 'networkidle' })
  return Promise.all(asked)
}

const table = (all: Asked[]): string =>
  all.map(({ path, bytes }) => `${(bytes / 1000).toFixed(1).padStart(6)} kB ${path}`).join('\n')

test('an empty page is below 100 kB, with one font at most', async () => {
  // The page that says that there is none: it has the frame of every page, and a line of its own. It alone
  // asks whether the site has other pages by now.
  const all = (await loaded('404.html')).filter(({ path }) => path !== 'hashmap.json')
  const bytes = all.reduce((sum, one) => sum + one.bytes, 0)
  expect(bytes, table(all)).toBeLessThan(100_000)
  expect(all.filter(({ kind }) => kind === 'font').length).toBeLessThanOrEqual(1)
})

test('the menus of the reference come with its pages, and with no other', async () => {
  const menus = (all: Asked[]): number => all.filter(({ path }) => path.includes('reference-menus')).length
  expect([menus(await loaded('404.html')), menus(await loaded('reference/index.html'))]).toEqual([0, 1])
  const page = await tests.open('tutorial/1-first-coroutine.html', { viewport: { width: 1280, height: 800 } })
  await page.getByRole('link', { name: 'Reference' }).first().click()
  await page.locator('.VPSidebar').getByText('@acoro/core', { exact: true }).waitFor()
})
