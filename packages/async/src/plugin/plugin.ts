/**
 * One plugin for Vite, Rollup, Rolldown, esbuild, webpack and Rspack.
 *
 * It comes after the other plugins where the bundler has an order, so TypeScript and JSX are gone by then.
 * esbuild and Rolldown hand out the file as it is.
 */

import { fileURLToPath } from 'node:url'
import { createUnplugin, type UnpluginInstance } from 'unplugin'
import { isSource, lower } from './lower.ts'
import { checkPluginOptions, fileOf, isIncluded, type PluginOptions, packageOf } from './scope.ts'
import { redirectTslib } from './tslib.ts'

const OWN_MODULES = '@acoro/async/'

const acoro: UnpluginInstance<PluginOptions | undefined, false> = createUnplugin(
  (options: PluginOptions | undefined = {}, { framework }) => {
    checkPluginOptions(options, 'the acoro plugin')
    const raw = framework === 'esbuild' || framework === 'rolldown'
    return {
      name: 'acoro',
      enforce: 'post',
      resolveId(id, importer) {
        // What unplugin returns to esbuild is no file.
        if (framework === 'esbuild' || importer === undefined || !isStrange(id, importer)) return null
        return fileURLToPath(import.meta.resolve(id))
      },
      esbuild: {
        setup(build) {
          build.onResolve({ filter: /^@acoro\/async\// }, ({ path, importer }) =>
            isStrange(path, importer) ? { path: fileURLToPath(import.meta.resolve(path)) } : null,
          )
        },
      },
      transformInclude(id) {
        const file = fileOf(id)
        return isSource(file) && isIncluded(file, options)
      },
      transform(code, id) {
        const lowered = lower(code, fileOf(id), { raw, places: options.places })
        if (lowered !== null) return lowered
        const redirected = redirectTslib(code)
        return redirected === null ? null : { code: redirected, map: null }
      },
      vite: {
        config: () => ({ ssr: { noExternal: [...(options.include ?? [])] } }),
      },
    }
  },
)

/** A package that was taken in does not depend on this one, and would not find it. */
function isStrange(id: string, importer: string): boolean {
  return id.startsWith(OWN_MODULES) && packageOf(fileOf(importer)) !== undefined
}

/**
 * A plugin of one of the bundlers. Its type is `any`, because a program has only one of the bundlers
 * installed, and the types of the others would not be found.
 */
// biome-ignore lint/suspicious/noExplicitAny: it has to fit where each bundler takes a plugin.
export type BundlerPlugin = any

/** The plugin of Vite: async functions of the project become tasks. For tests there is `acoroTest`. */
export const vite: (options?: PluginOptions) => BundlerPlugin = (options) => acoro.vite(options)

/** The plugin of Rollup. */
export const rollup: (options?: PluginOptions) => BundlerPlugin = (options) => acoro.rollup(options)

/** The plugin of Rolldown. */
export const rolldown: (options?: PluginOptions) => BundlerPlugin = (options) => acoro.rolldown(options)

/** The plugin of esbuild. */
export const esbuild: (options?: PluginOptions) => BundlerPlugin = (options) => acoro.esbuild(options)

/** The plugin of webpack 5. */
export const webpack: (options?: PluginOptions) => BundlerPlugin = (options) => acoro.webpack(options)

/** The plugin of Rspack. */
export const rspack: (options?: PluginOptions) => BundlerPlugin = (options) => acoro.rspack(options)
