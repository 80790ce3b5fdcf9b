// The tests in a browser: `pnpm test:runtimes chromium` runs them with BROWSER=chromium. What a browser is to run of
// the packages lies in one project, so that it is started once.

import { join, relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { filesBelow } from './scripts/lib/workspace.ts'
import { browserTests } from './scripts/runtimes/browser/plugin.ts'
import { pageOpener } from './scripts/runtimes/browser-provider.ts'
import { whereInFile } from './scripts/runtimes/only-in-file.ts'
import { appliesTo, type Runtime } from './scripts/runtimes/where.ts'

const root = import.meta.dirname
const browser = (process.env.BROWSER ?? 'chromium') as Runtime
const report = process.env.ACORO_TEST_REPORT
const packages = (process.env.PACKAGES ?? 'core,sync,compat,testing').split(',')

const files = packages
  .flatMap((id) => filesBelow(join(root, 'packages', id, 'test'), '.test.ts'))
  .filter((file) => {
    const where = whereInFile(file)
    return where === undefined || appliesTo(where, browser)
  })

export default defineConfig({
  root,
  cacheDir: join(root, 'node_modules/.vite-browser'),
  plugins: [browserTests()],
  resolve: { conditions: ['module', 'browser', 'development|production', '@acoro/source'] },
  // WebKit has no `using`.
  oxc: { target: 'es2022' },
  test: {
    name: browser,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    include: files.map((file) => relative(root, file)),
    testTimeout: 60_000,
    hookTimeout: 60_000,
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
