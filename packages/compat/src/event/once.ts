/**
 * Waits for one event.
 *
 * It listens when it is awaited, not when it is called. So one that is never awaited leaves no listener
 * behind. Nothing else can run between `server.listen()` and `yield* once(server, 'listening')`.
 */

import type { Coroutine } from '@acoro/core'
import { Registration } from '../callback/registration.ts'
import {
  checkEmitter,
  type EmitterLike,
  type EventName,
  isEmitter,
  type Listening,
  listen,
  type TargetLike,
} from './emitter.ts'

/**
 * Waits for the next `event` and returns its arguments. Throws the error if the emitter emits 'error' first.
 * Cancelling it removes the listeners. TypeError if `emitter` emits no events.
 *
 * @example
 * ```ts
 * import { run } from '@acoro/core'
 *
 * const target = new EventTarget()
 * setTimeout(() => target.dispatchEvent(new Event('ready')), 10)
 * await run(function* main() {
 *   const [event] = yield* once(target, 'ready')
 *   return event.type
 * }) // => 'ready'
 * ```
 */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of an event, as Node types them.
export function once<Args extends unknown[] = any[]>(emitter: EmitterLike, event: EventName): Coroutine<Args>
export function once<E = Event>(target: TargetLike, event: string): Coroutine<[E]>
export function once(emitter: EmitterLike | TargetLike, event: EventName): Coroutine<unknown[]> {
  checkEmitter(emitter, event)
  return new Registration<unknown[]>(
    (resolve, reject) => {
      const listenings: Listening[] = [[event, (...args) => resolve(args)]]
      if (event !== 'error' && isEmitter(emitter)) listenings.push(['error', reject])
      return listen(emitter, listenings)
    },
    false,
    { name: `once(${String(event)})` },
  )
}
