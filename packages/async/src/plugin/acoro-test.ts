/**
 * Lowering in tests, for `vitest.config.ts`.
 *
 * Vitest leaves packages of `node_modules` to Node, which knows no plugin. So those that are taken in are named to
 * it, too.
 */

import { type BundlerPlugin, vite } from './plugin.ts'
import type { PluginOptions } from './scope.ts'

/**
 * The plugins of a `vitest.config.ts`: async functions of the project, tests included, become tasks. Under
 * `virtual(async …)` of `@acoro/testing`, a test then names tasks that are left over and that wait for one another,
 * with the lines where they stand.
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
  const plugins = vite(options)
  const inline = [...(options.include ?? [])]
  const config = () => ({ test: { server: { deps: { inline } } } })
  return [...(Array.isArray(plugins) ? plugins : [plugins]), { name: 'acoro:test', config }]
}
