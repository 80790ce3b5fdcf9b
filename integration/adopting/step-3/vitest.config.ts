import { acoroTest } from '@acoro/async/vitest'
import { defineConfig } from 'vitest/config'

export default defineConfig({ plugins: [acoroTest()] })
