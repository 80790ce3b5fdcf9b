/** Names are text, wherever they stand. The server makes them safe; here none of them has been. */

// biome-ignore-all lint/performance/useDomNodeTextContent: what is tested is what people see.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { filesBelow } from '../../../../scripts/lib/workspace.ts'
import { sampleState, sampleTaskDetail, sampleTop } from '../support/sample.ts'
import { eachView } from './support/each-view.ts'
import { pageTests } from './support/open-page.ts'

const tests = pageTests()

const HOSTILE: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  'javascript:alert(1)',
  '__proto__',
  'constructor',
  'toString',
  '\u202egnp.exe',
  'zero\u200bwidth\ufeff',
  '\u001b]52;c;AAAA\u0007',
  'half \ud800 of a pair',
  'a\nb\tc',
  'long '.repeat(20_000),
  'unbroken'.repeat(1000),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is to stay one.
  '"quotes\' and `ticks` & &amp; {{7*7}} ${7*7}',
  '',
]

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\ufeff\ud800]/

/** Every text of an answer is another hostile name, in turn. */
function spoiler(from: number): <T>(value: T) => T {
  const kept = new Set(['status', 'level', 'state', 'key'])
  let at = from
  const walk = (part: unknown, key = ''): unknown => {
    if (typeof part === 'string') return kept.has(key) ? part : HOSTILE[at++ % HOSTILE.length]
    if (Array.isArray(part)) return part.map((each) => walk(each))
    if (part === null || typeof part !== 'object') return part
    return Object.fromEntries(Object.entries(part).map(([each, inner]) => [each, walk(inner, each)]))
  }
  return (value) => walk(value) as never
}

test.each([360, 1280])(
  'hostile names are text in every view, and leave a page of %i px in its place',
  async (width) => {
    const spoiled = spoiler(width)
    const state = spoiled(sampleState('blocked loop'))
    const rows = HOSTILE.flatMap(() => state.waits.rows).map((row, at) => ({
      ...spoiled(row),
      key: String(at),
    }))
    tests.server.state = { ...state, waits: { rows, from: 0, total: rows.length } }
    tests.server.tasks = tests.server.tasks.slice(0, 60).map(spoiled)
    tests.server.answers.task = () => spoiled(sampleTaskDetail())
    const top = HOSTILE.flatMap(() => spoiled(sampleTop()))
    tests.server.answers.top = () => ({ at: 0, seconds: 5, rows: top, from: 0, total: top.length })
    const page = await tests.open('#waits', { viewport: { width, height: 740 } })
    await eachView(page, async (view) => {
      const seen = await page.evaluate(() => ({
        foreign: document.querySelectorAll('body img, body script, body iframe, [onerror]').length,
        links: [...document.links].filter(({ protocol }) => protocol !== 'http:').length,
        text: document.body.innerText + document.title,
        width: document.documentElement.scrollWidth,
      }))
      const unseen = UNSEEN.exec(seen.text)?.[0]
      expect([view, { ...seen, text: unseen }]).toEqual([
        view,
        { foreign: 0, links: 0, text: undefined, width },
      ])
    })
  },
)

test('what a hostile fragment says is taken for no view, no task and no filter', async () => {
  const page = await tests.open('#<img src=x onerror=alert(1)>?task=../../x&state=__proto__&sort=constructor')
  expect(await page.locator('nav a[aria-current=page]').innerText()).toContain('Waits')
  expect(await page.locator('aside').count()).toBe(0)
  await page.evaluate(
    'location.hash = "tasks?search=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&shape=list&sort=__proto__"',
  )
  await page.locator('.empty', { hasText: 'No task fits the filter' }).waitFor()
  expect(await page.locator('input[type=search]').inputValue()).toBe('<img src=x onerror=alert(1)>')
})

test('the page asks nobody but its own server', async () => {
  const asked: string[] = []
  const page = await tests.open('#waits', {
    before: async (opened) => opened.on('request', (request) => asked.push(request.url())),
  })
  await eachView(page, async () => {})
  expect(asked.length).toBeGreaterThan(5)
  expect(asked.filter((url) => !url.startsWith(tests.address) && !url.startsWith('data:'))).toEqual([])
})

test('no source of the page writes markup', () => {
  const folder = fileURLToPath(new URL('../../src/page', import.meta.url))
  const found = filesBelow(folder, '.ts', '.tsx').filter((file) =>
    /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|\beval\(|new Function/.test(
      readFileSync(file, 'utf8'),
    ),
  )
  expect(found).toEqual([])
})
