// The tests in a browser: `pnpm test:runtimes chromium` runs them with BROWSER=chromium. What a browser is to run of
// the packages lies in one project, so that it is started once.

import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { pageOpener } from './scripts/runtimes/browser-provider.ts'

const browser = process.env.BROWSER ?? 'chromium'
const report = process.env.ACORO_TEST_REPORT
const packages = (process.env.PACKAGES ?? 'core,sync,compat,testing').split(',')

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: join(import.meta.dirname, 'node_modules/.vite-browser'),
  resolve: { conditions: ['module', 'browser', 'development|production', '@acoro/source'] },
  test: {
    name: browser,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    include: packages.map((id) => `packages/${id}/test/**/*.test.ts`),
    exclude: ['**/*.node.test.ts'],
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
