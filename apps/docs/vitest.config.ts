// `pnpm --filter @acoro/docs verify`: the tests of the site that was built. The others run with `pnpm test`.

import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['@acoro/source', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['@acoro/source', 'module', 'node', 'development|production'] } },
  test: {
    root: import.meta.dirname,
    include: ['test/site/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
