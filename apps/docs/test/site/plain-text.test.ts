// The site for programs that read text, and for people whose browser runs no script.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow } from '../../../../scripts/lib/workspace.ts'
import { base } from '../../src/base.ts'
import { siteGroups } from '../../src/site.ts'
import { dist } from './support/built.ts'
import { siteTests } from './support/open-site.ts'

const tests = siteTests()
const pages = siteGroups().flatMap((group) => group.pages)
const read = (name: string): string => readFileSync(join(dist, name), 'utf8')

test('llms.txt has a line for each page, with a sentence, and each of its links is a file', () => {
  const text = read('llms.txt')
  expect(text).toMatch(/^# acoro\n\n> asyncio for TypeScript/)
  const lines = [...text.matchAll(/^- \[(.+)\]\((.+)\): (.+)$/gm)]
  expect(lines.length).toBe(pages.length + 1)
  expect(lines.filter(([, , address = '']) => !existsSync(join(dist, address.slice(base.length))))).toEqual(
    [],
  )
  expect(pages.filter(({ title }) => !text.includes(`[${title}]`))).toEqual([])
})

test('llms-full.txt has the text of each page, with its programs as they stand there', () => {
  const text = read('llms-full.txt')
  const block = /^```ts[^\n]*\n[\s\S]*?\n```$/gm
  const missing = pages.flatMap(({ file, title }) => {
    const page = readFileSync(file, 'utf8')
    const parts = [`# ${title}`, ...(page.match(block) ?? [])]
    return parts.filter((part) => !text.replaceAll('`', '').includes(part.replaceAll('`', '')))
  })
  expect(missing).toEqual([])
})

test('each page lies beside its HTML as Markdown', () => {
  const without = filesBelow(dist, '.html').filter(
    (file) =>
      !file.endsWith('404.html') &&
      !file.includes('/playground/') &&
      !existsSync(file.replace(/html$/, 'md')),
  )
  expect(without).toEqual([])
})

test('without script a page can be read: its text, its programs, its pictures, the way to the others', async () => {
  const page = await tests.open('tutorial/3-cancelling.html', { javaScriptEnabled: false })
  const main = page.locator('main')
  await main.getByRole('heading', { level: 1 }).waitFor()
  expect(await main.locator('div[class*="language-ts"]').count()).toBeGreaterThan(3)
  expect(await main.locator('svg.timeline').first().isVisible()).toBe(true)
  expect(await main.getByRole('button', { name: 'Run' }).count()).toBe(0)
  // The way on stands below the main part.
  await page.getByRole('link', { name: /^Next.*4\./ }).waitFor()
})
