/**
 * Lowering in tests, for `vitest.config.ts`.
 *
 * Vitest loads packages of `node_modules` by Node itself, past all plugins. So the packages of `include` are
 * also listed in the configuration of Vitest, which then loads them through the plugin.
 */

import { type BundlerPlugin, vite } from './plugin.ts'
import type { PluginOptions } from './scope.ts'

/**
 * The plugins of a `vitest.config.ts`: async functions of the project, tests included, become tasks. Under
 * `virtual(async …)` of `@acoro/testing`, a test then names tasks that are left over and that wait for one
 * another, with the lines where they stand.
 *
 * @example
 * ```ts no-run
 * import { acoroTest } from '@acoro/async/vitest'
 * import { defineConfig } from 'vitest/config'
 *
 * export default defineConfig({ plugins: [acoroTest({ include: ['p-queue'] })] })
 * ```
 */
export function acoroTest(options: PluginOptions = {}): BundlerPlugin[] {
  const plugins = vite({ places: true, ...options })
  const inline = [...(options.include ?? [])]
  const config = () => ({ test: { server: { deps: { inline } } } })
  return [...(Array.isArray(plugins) ? plugins : [plugins]), { name: 'acoro:test', config }]
}
