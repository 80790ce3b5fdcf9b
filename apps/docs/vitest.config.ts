// `pnpm --filter @acoro/docs verify`: the tests of the site that was built. The others run with `pnpm test`.
// With ACORO_SITE=all (`verify:all`) every page is looked at, and our link checker walks the site.

import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['@acoro/source', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['@acoro/source', 'module', 'node', 'development|production'] } },
  test: {
    root: import.meta.dirname,
    include: [process.env.ACORO_SITE === 'all' ? 'test/site/**/*.test.ts' : 'test/site/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
