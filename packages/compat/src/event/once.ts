/**
 * The next event of an emitter.
 *
 * It listens from the moment it is awaited, not from the call: so one that is never awaited leaves no listener behind.
 * Between `server.listen()` and `yield* once(server, 'listening')` nothing else can run.
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
 * Waits for the next `event` and gives its arguments. Throws what an emitter emits as 'error' meanwhile; cancelling it
 * takes the listeners back. TypeError for what emits nothing.
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
