import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['scripts/.examples/**/*.test.ts'],
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'report.json' }]],
  },
})
