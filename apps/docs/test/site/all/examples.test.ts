// Every button of the site: its example runs to its end in Chromium. The build runs those of the guide, too;
// those of the reference only run here.

import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow } from '../../../../../scripts/lib/workspace.ts'
import { dist } from '../support/built.ts'
import { siteTests } from '../support/open-site.ts'

const tests = siteTests()
const routes = filesBelow(dist, '.html')
  .filter((file) => readFileSync(file, 'utf8').includes('data-program='))
  .map((file) => relative(dist, file).replaceAll('\\', '/'))

test.each(routes)('the examples of %s run to their end', async (route) => {
  const page = await tests.open(route)
  const failed: string[] = []
  for (const [at, place] of (await page.locator('.play[data-program]').all()).entries()) {
    await place.getByRole('button', { name: 'Run' }).click()
    await place.locator('.play-status', { hasText: 'clock says' }).waitFor({ timeout: 30_000 })
    const status = await place.locator('.play-status').textContent()
    if (status?.startsWith('It has ended.') !== true)
      failed.push(`example ${at + 1}: ${await place.locator('.play-lines').textContent()}`)
  }
  expect(failed).toEqual([])
})

test('most pages of the reference that have an example have a button', () => {
  const reference = filesBelow(join(dist, 'reference'), '.md').filter((file) =>
    /^#{2,5} Examples?$/m.test(readFileSync(file, 'utf8')),
  )
  const withButton = routes.filter((route) => route.startsWith('reference/'))
  expect(withButton.length).toBeGreaterThan(reference.length * 0.6)
})
