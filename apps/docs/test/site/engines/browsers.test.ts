// The site in Firefox and WebKit, `pnpm --filter @acoro/docs verify:engines`. They have no driver here: the
// browser opens an address, a script in the page presses the buttons, and sends what it saw to the server.
// WebKit of this kind has no `using`, as Safari has none.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blocksOf } from '../../../../../scripts/examples/extract.ts'
import { root } from '../../../../../scripts/lib/workspace.ts'
import { browsers, OpenBrowser } from '../../../../../scripts/runtimes/browsers.ts'
import { toHash } from '../../../playground/page/share.ts'
import { serveSite } from '../support/serve-site.ts'

interface Seen {
  error?: string
  /** Whether the engine has the syntax. */
  using: boolean
  /** Of each example: its lines without their times, and how it ended. */
  runs: { lines: string[]; status: string }[]
}

/** Runs in the page: it has no name of this file. */
async function pressAll(): Promise<Omit<Seen, 'error'>> {
  const until = async <T>(found: () => T | undefined | false): Promise<T> => {
    for (;;) {
      const it = found()
      if (it !== undefined && it !== false) return it
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  let using = true
  try {
    new Function('{ using x = null }')
  } catch {
    using = false
  }
  const places = await until(() => {
    const all = [...document.querySelectorAll('.play')]
    const isShown = location.hash === '' || document.querySelector('.cm-content') !== null
    return isShown && all.length > 0 && all.every((place) => place.querySelector('.play-bar') !== null) && all
  })
  const runs: Seen['runs'] = []
  for (const place of places) {
    place.querySelector('button')?.click()
    const status = await until(() => {
      const text = place.querySelector('.play-status')?.textContent ?? ''
      return text.includes('clock says') && text
    })
    const lines = [...place.querySelectorAll('.play-lines > div')].map((line) =>
      (line.textContent ?? '').slice(line.querySelector('.play-time')?.textContent?.length ?? 0).trim(),
    )
    runs.push({ lines, status })
  }
  return { using, runs }
}

const probe = `<script>
(${pressAll})().catch((error) => ({ error: String(error) }))
  .then((seen) => fetch('/seen', { method: 'POST', body: JSON.stringify(seen) }))
</script>`

/** Opens a page in a browser; every example of it is run. */
async function seenIn(name: string, route: string): Promise<Seen> {
  let tell: (seen: Seen) => void = () => {}
  const told = new Promise<Seen>((resolve) => {
    tell = resolve
  })
  const site = await serveSite({ probe, seen: (text) => tell(JSON.parse(text) as Seen) })
  const browser = new OpenBrowser(browsers[name] as (typeof browsers)[string], `${site.address}${route}`)
  try {
    await browser.started()
    return await told
  } finally {
    await browser.close()
    site.close()
  }
}

const page = readFileSync(join(root, 'docs/tutorial/5-limits-and-queues.md'), 'utf8')
const printed = blocksOf(page, 'page')
  .map(({ code }) => [...code.matchAll(/\/\/ prints: (.*)$/gm)].map(([, line = '']) => line))
  .filter((lines) => lines.length > 0)

const changed = `import { run } from '@acoro/core'
import { Lock } from '@acoro/sync'
const lock: Lock = new Lock()
await run(function* main() {
  using _held = yield* lock.acquire()
  console.log(lock.locked())
})
console.log(lock.locked())
`

test.each(['firefox', 'webkit'])(
  '%s runs the examples of a page, and a program that came by a link',
  async (name) => {
    const { error, using, runs } = await seenIn(name, 'tutorial/5-limits-and-queues.html')
    expect(error).toBe(undefined)
    expect(runs.map(({ status }) => status.replace(/ Its clock.*/, ''))).toEqual(
      printed.map(() => 'It has ended.'),
    )
    expect(runs.map(({ lines }) => lines)).toEqual(printed)
    if (name === 'webkit') expect(using, 'the reason for this test').toBe(false)
    // It is compiled in the browser.
    const hash = await toHash({ main: 'main.ts', files: { 'main.ts': changed } })
    const linked = await seenIn(name, `playground.html${hash}`)
    expect(linked.runs).toEqual([{ lines: ['true', 'false'], status: 'It has ended. Its clock says 0 ms.' }])
  },
)
