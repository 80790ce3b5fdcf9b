/** The options of a pool of processes, with their checks. */

import { checkOptions, type OptionKinds } from '@acoro/core/lowlevel'
import { checkWhole, type PoolOptions } from '../pool/pool-options.ts'

export interface ProcessPoolOptions extends PoolOptions {
  /** A worker is replaced after so many jobs, for code that leaks memory. By default it is not. */
  maxTasksPerChild?: number | undefined
  /** Memory of the JavaScript of each worker, in MB. */
  resourceLimits?: { maxOldGenerationSizeMb?: number | undefined } | undefined
  /** The environment variables of the workers, instead of those of this process. */
  env?: Readonly<Record<string, string | undefined>> | undefined
}

export const PROCESS_OPTIONS: OptionKinds = {
  maxTasksPerChild: checkWhole,
  resourceLimits: checkLimits,
  env: 'object',
}

function checkLimits(value: unknown, what: string): void {
  checkOptions(value, what, { maxOldGenerationSizeMb: checkWhole })
}

/** The options of Node for the workers. */
export function execArgvOf({ execArgv, resourceLimits }: ProcessPoolOptions): string[] {
  // Two processes cannot wait for a debugger on one port.
  const list = execArgv ?? process.execArgv.filter((option) => !option.startsWith('--inspect'))
  const limit = resourceLimits?.maxOldGenerationSizeMb
  return limit === undefined ? [...list] : [...list, `--max-old-space-size=${limit}`]
}
