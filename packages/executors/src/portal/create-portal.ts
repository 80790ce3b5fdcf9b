/** Makes portals, in the loop. */

import { getRunningLoop } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { LoopPortal } from './loop-portal.ts'
import type { Portal, PortalHandlers } from './portal.ts'

/**
 * Makes a portal: an argument for jobs that lets them call functions of the loop, plain functions and
 * coroutine functions. RuntimeError if no loop is running. TypeError if a handler is not a function.
 *
 * @example
 * ```ts
 * import { coroutine, run, sleep } from '@acoro/core'
 * import { createPortal } from '@acoro/executors'
 *
 * await run(function* main() {
 *   const portal = createPortal({
 *     progress: (done: number) => console.log(`${done} %`),
 *     lookup: coroutine(function* lookup(key: string) {
 *       return key.length
 *     }),
 *   })
 *   portal.callSoonThreadsafe('progress', 50)
 *   yield* sleep(0) // prints: 50 %
 * })
 * ```
 */
export function createPortal<H extends PortalHandlers>(handlers: H): Portal<H> {
  if (typeof handlers !== 'object' || handlers === null) {
    throw new TypeError(`Expected an object of functions a worker may call, got ${describeValue(handlers)}`)
  }
  for (const [name, handler] of Object.entries(handlers)) {
    if (typeof handler !== 'function') {
      throw new TypeError(`Expected ${name} of the portal to be a function, got ${describeValue(handler)}`)
    }
  }
  return new LoopPortal(getRunningLoop(), handlers) as unknown as Portal<H>
}
