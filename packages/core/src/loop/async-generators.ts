/**
 * The async generators of a loop that have begun and not ended. The end of a run closes them.
 */

import type { EventLoop } from '../base/above.ts'
import { isCancelledError } from '../base/errors.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { Frame } from '../coroutine/frame.ts'
import type { Awaitable, Suspension } from '../future/future.ts'

declare module '../base/above.ts' {
  interface LoopParts {
    /** @internal */
    readonly _asyncGenerators: Set<AsyncClosable>
  }
}

/** What `shutdownAsyncgens` closes. */
export interface AsyncClosable {
  /** The object that the user holds, for reports. */
  readonly owner: object
  aclose(): Awaitable<void>
}

/** Closes the remaining generators, one after the other. */
export function shutdownGenerators(loop: EventLoop): Coroutine<void> {
  return new Frame(shutdownAsyncgens(loop), shutdownAsyncgens)
}

function* shutdownAsyncgens(loop: EventLoop): Generator<Suspension, void, unknown> {
  for (const generator of [...loop._asyncGenerators]) {
    // One at a time: if this is cancelled halfway, the others stay for the next shutdown.
    loop._asyncGenerators.delete(generator)
    try {
      yield* generator.aclose()
    } catch (error) {
      if (isCancelledError(error)) throw error
      loop.callExceptionHandler({
        message: `an error occurred during closing of asynchronous generator ${generator}`,
        exception: error,
        asyncgen: generator.owner,
      })
    }
  }
}
