// `node:events` for tests in browsers: the emitter that bundlers put there, and a way to see who listens.

export { EventEmitter, once } from 'events'

interface Listening {
  type: string
  listener: unknown
}

const known = new WeakMap<object, Listening[]>()
const { addEventListener, removeEventListener } = EventTarget.prototype

function forget(target: object, type: string, listener: unknown): void {
  const left = (known.get(target) ?? []).filter((one) => one.type !== type || one.listener !== listener)
  known.set(target, left)
}

EventTarget.prototype.addEventListener = function (this: EventTarget, type, listener, options) {
  addEventListener.call(this, type, listener, options)
  const { once = false, signal } = typeof options === 'object' ? options : {}
  if (listener === null || signal?.aborted === true) return
  forget(this, type, listener)
  known.get(this)?.push({ type, listener })
  const gone = (): void => forget(this, type, listener)
  if (once) addEventListener.call(this, type, gone, { once: true })
  if (signal !== undefined) addEventListener.call(signal, 'abort', gone, { once: true })
}

EventTarget.prototype.removeEventListener = function (this: EventTarget, type, listener, options) {
  removeEventListener.call(this, type, listener, options)
  forget(this, type, listener)
}

/** As Node's: the functions that `type` of `target` is going to call. */
export function getEventListeners(target: EventTarget, type: string): unknown[] {
  return (known.get(target) ?? []).filter((one) => one.type === type).map(({ listener }) => listener)
}
