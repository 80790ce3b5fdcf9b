/**
 * What differs on platforms that tie timers and I/O to the request that began them, as Cloudflare's workers
 * do.
 *
 * A loop that requests share would sleep in a timer of one request, and never wake when that has ended. So
 * each request has a loop of its own there. What goes on after the answer is cut off, unless the platform was
 * told to wait for it.
 */

import { type EventLoop, newEventLoop, type Task } from '@acoro/core'

interface World {
  readonly navigator?: { readonly userAgent?: string } | undefined
}

const isPerRequest = (globalThis as World).navigator?.userAgent === 'Cloudflare-Workers'

/** A loop for one request; null where requests may share one. */
export function loopOfRequest(): EventLoop | null {
  if (!isPerRequest) return null
  const loop = newEventLoop()
  void loop.runForever()
  return loop
}

/** The context of a worker, which its platform passes behind the request. */
interface Lasting {
  waitUntil(promise: Promise<unknown>): void
}

/** Tells the platform to wait for the end of `task`, if it can be told. */
export function keepAlive(platform: readonly unknown[], task: Task<unknown>): void {
  const lasting = platform.find(isLasting)
  // Not the promise of the task: its error is reported, unless somebody asks for it.
  lasting?.waitUntil(new Promise<void>((resolve) => task.addDoneCallback(() => resolve())))
}

function isLasting(passed: unknown): passed is Lasting {
  return (
    typeof passed === 'object' &&
    passed !== null &&
    typeof (passed as Partial<Lasting>).waitUntil === 'function'
  )
}
