// The tests in a browser: `pnpm test:runtimes chromium` runs them with BROWSER=chromium. What a browser is to
// run of the packages lies in one project, so that it is started once.

import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { filesBelow, shown } from './scripts/lib/workspace.ts'
import { browserTests } from './scripts/runtimes/browser/plugin.ts'
import { pageOpener } from './scripts/runtimes/browser-provider.ts'
import { filesElsewhere } from './scripts/runtimes/only-in-file.ts'
import { packagesFor } from './scripts/runtimes/only-packages.ts'
import { secondCopy } from './scripts/runtimes/second-copy.ts'
import type { Runtime } from './scripts/runtimes/where.ts'

const root = import.meta.dirname
const browser = (process.env.BROWSER ?? 'chromium') as Runtime
const report = process.env.ACORO_TEST_REPORT
const packages = process.env.PACKAGES?.split(',') ?? packagesFor(browser)

const files = packages.flatMap((id) => {
  const dir = join(root, 'packages', id)
  const elsewhere = filesElsewhere(id, browser).map((file) => join(dir, file))
  return filesBelow(join(dir, 'test'), '.test.ts').filter((file) => !elsewhere.includes(file))
})

export default defineConfig({
  root,
  // All that tests import is known before the first one is loaded: what is found later reloads the page, and
  // a file that loads just then fails. What a run of other packages knew is not enough, and Vite does not see
  // that, so it looks each time.
  optimizeDeps: { entries: files.map(shown), force: true },
  cacheDir: join(root, 'node_modules/.vite-browser'),
  plugins: [secondCopy(), browserTests()],
  resolve: { conditions: ['module', 'browser', 'development|production', '@acoro/source'] },
  // WebKit has no `using`.
  oxc: { target: 'es2022' },
  test: {
    name: browser,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    include: files.map(shown),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two pages, in a browser each.
    maxWorkers: 2,
    browser: {
      enabled: true,
      headless: true,
      ui: false,
      screenshotFailures: false,
      provider: pageOpener(),
      instances: [{ browser: browser as never }],
    },
  },
})
