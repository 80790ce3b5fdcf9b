// `pnpm --filter @acoro/docs verify`: the tests of the site that was built. The others run with `pnpm test`.
// With ACORO_SITE=all (`verify:all`) every page is looked at, and our link checker walks the site; with
// ACORO_SITE=engines (`verify:engines`) examples run in Firefox and WebKit.

import { defineConfig } from 'vitest/config'

const site = process.env.ACORO_SITE
const files = { all: 'test/site/{,all/}*.test.ts', engines: 'test/site/engines/*.test.ts' }[site ?? '']

export default defineConfig({
  resolve: { conditions: ['@acoro/source', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['@acoro/source', 'module', 'node', 'development|production'] } },
  test: {
    root: import.meta.dirname,
    include: [files ?? 'test/site/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
