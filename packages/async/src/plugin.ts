export { type BundlerPlugin, esbuild, rolldown, rollup, rspack, vite, webpack } from './plugin/plugin.ts'
export type { PluginOptions } from './plugin/scope.ts'
