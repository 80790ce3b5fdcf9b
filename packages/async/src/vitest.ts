export { acoroTest } from './plugin/acoro-test.ts'
export type { PluginOptions } from './plugin/scope.ts'
