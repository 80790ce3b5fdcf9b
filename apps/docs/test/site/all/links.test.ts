// The site on a port of this machine, walked by our own link checker: every page, every link, every anchor.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../../../scripts/lib/workspace.ts'
import { serveSite } from '../support/serve-site.ts'

interface Found {
  complete: boolean
  summary: { pages: number; links: number }
  broken: { page: string; link: string; reason: string }[]
}

test('linkcheck finds no link and no anchor of the site that leads nowhere', async () => {
  const site = await serveSite()
  try {
    const { complete, summary, broken } = await linkcheck(site.address)
    expect(broken.map(({ page, link, reason }) => `${page}: ${link}: ${reason}`)).toEqual([])
    expect([complete, summary.pages > 500, summary.links > 10_000]).toEqual([true, true, true])
  } finally {
    site.close()
  }
})

/** Other hosts are not asked: the checks need no network. */
function linkcheck(address: string): Promise<Found> {
  const main = join(root, 'apps/demo/src/main.ts')
  const options = ['--json', '--concurrency', '16', '--per-host', '16', '--exclude', '^https?://(?!127\\.)']
  const args = ['--conditions=@acoro/source', '--import', 'tsx', main, address, ...options]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      // 1 is its answer that links are broken.
      if (error !== null && error.code !== 1)
        reject(new Error(`linkcheck failed: ${stderr}`, { cause: error }))
      else resolve(JSON.parse(stdout) as Found)
    })
  })
}
