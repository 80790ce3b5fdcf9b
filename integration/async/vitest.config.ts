import { acoroTest } from '@acoro/async/vitest'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [acoroTest({ include: ['p-limit', 'p-queue', 'p-retry', 'p-timeout', 'async-mutex'] })],
  test: {
    include: ['tests/*.test.ts'],
    coverage: { provider: 'v8', reporter: ['json'], include: ['tests/seats.ts'] },
  },
})
