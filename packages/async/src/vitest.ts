export { acoroTest } from './plugin/acoro-test.ts'
export type { BundlerPlugin } from './plugin/plugin.ts'
export type { PluginOptions } from './plugin/scope.ts'
