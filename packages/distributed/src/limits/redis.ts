/** The connection of locks and limits: the program's own, because their commands are short. */

import { describeValue } from '@acoro/core/lowlevel'
import { keyPart } from '../base/check.ts'

/** What a lock or a limit needs of a connection: a `Redis` of ioredis, which the program opens and closes. */
export interface RedisCommands {
  eval(script: string, numberOfKeys: number, ...args: (string | number)[]): Promise<unknown>
}

/**
 * Checks what a lock or a limit is made of: TypeError or RangeError. `where` is shown as it is:
 * `DistributedLock()`.
 */
export function checkLimitArguments(redis: unknown, name: unknown, where: string): void {
  if (typeof (redis as Partial<RedisCommands> | null | undefined)?.eval !== 'function') {
    throw new TypeError(
      `Expected the connection of ${where}, a Redis of ioredis, got ${describeValue(redis)}`,
    )
  }
  keyPart(name, `the name of ${where}`)
}
