import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Span } from '../src/crawl/timeline.ts'
import { formatHtml } from '../src/report/html/format-html.ts'
import type { Report } from '../src/report/report.ts'
import { timelineOf } from './timeline-of.ts'

/**
 * The report in a real browser, where people look at it. Without Chromium these tests cannot run, and say so.
 */

const CHROMIUM = '/usr/bin/chromium'
const present = existsSync(CHROMIUM)
if (!present) console.log(`no ${CHROMIUM}: the report is not looked at in a browser`)

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const START = 'http://site.test/'
const WHEN = new Date('2026-11-20T16:30:12Z')
const SPANS: Span[] = Array.from({ length: 200 }, (_, n) => ({
  url: `${START}page-${n}`,
  began: 10 * n,
  ended: 10 * n + 100 + (n % 7) * 30,
  failed: n % 20 === 0,
}))
const REPORT: Report = {
  start: START,
  complete: true,
  summary: {
    addresses: 200,
    earlier: 0,
    pages: 190,
    links: 900,
    requests: 200,
    skipped: {},
    unchecked: 0,
    excluded: 0,
    elapsed: 2200,
    oneByOne: 38_000,
  },
  broken: [
    {
      page: START,
      link: `/${'long-'.repeat(60)}`,
      target: `${START}gone`,
      kind: 'http-status',
      status: 404,
      reason: 'Not Found',
    },
  ],
  notes: [],
}

describe.skipIf(!present)('the report in Chromium', () => {
  let browser: Awaited<ReturnType<typeof chromium.launch>>
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS })
  })
  afterAll(() => browser.close())

  it.each(['light', 'dark'] as const)('can be read where people prefer %s', async (colorScheme) => {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1080, height: 900 } })
    const asked: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    await page.setContent(formatHtml(REPORT, timelineOf(SPANS), WHEN))

    const color: string = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    const [red, green, blue] = color.match(/\d+/g)!.map(Number)
    const brightness = (red! + green! + blue!) / 3
    expect(brightness > 128).toBe(colorScheme === 'light')
    expect(await page.locator('#waterfall .wide rect').count()).toBe(200)
    expect(await page.locator('#waterfall .wide rect.failed').count()).toBe(10)
    const chart = await page.locator('#concurrency .wide').boundingBox()
    expect(chart?.width).toBeGreaterThan(900)
    expect(chart?.height).toBeGreaterThan(100)
    // Every bar is inside its chart.
    const frame = (await page.locator('#waterfall .wide').boundingBox())!
    for (const bar of [
      page.locator('#waterfall .wide rect').first(),
      page.locator('#waterfall .wide rect').last(),
    ]) {
      const box = (await bar.boundingBox())!
      expect(box.x).toBeGreaterThanOrEqual(frame.x)
      expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width)
    }
    expect([asked, complaints]).toEqual([[], []])
    await page.close()
  })

  it.each([320, 375, 768])('fits into %i px, its charts too, with text that can be read', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } })
    await page.setContent(formatHtml(REPORT, timelineOf(SPANS), WHEN))
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    for (const id of ['concurrency', 'waterfall', 'slowest', 'broken']) {
      // There is nothing to scroll sideways to.
      const [room, needed] = await page.evaluate<[number, number]>(
        `(({ clientWidth, scrollWidth }) => [clientWidth, scrollWidth])(document.getElementById('${id}'))`,
      )
      expect(needed, id).toBeLessThanOrEqual(room)
    }
    for (const id of ['concurrency', 'waterfall']) {
      const chart = (await page.locator(`#${id} svg`).filter({ visible: true }).boundingBox())!
      expect([chart.x >= 0, chart.x + chart.width <= width], id).toEqual([true, true])
      const texts = await page.locator(`#${id} svg text`).filter({ visible: true }).all()
      for (const text of texts) expect((await text.boundingBox())!.height, id).toBeGreaterThanOrEqual(9)
    }
    await page.close()
  })
})
