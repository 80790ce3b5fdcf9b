// The console of this process

export type { ConsoleError } from './base/console-error.ts'
export type { ConsoleOptions } from './collector/options.ts'
export { type Console, serveConsole } from './collector/serve-console.ts'
