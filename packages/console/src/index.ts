// The console of this process

import { startPreloaded } from './collector/start-preloaded.ts'

export { ConsoleError } from './base/console-error.ts'
export type { ConsoleOptions } from './collector/options.ts'
export { type Console, serveConsole } from './collector/serve-console.ts'

// By `node --import @acoro/console`; else it does nothing.
void startPreloaded()
