/** Waits for the moments of a page. */

import { fromCallback } from '@acoro/compat'
import { type Coroutine, RuntimeError } from '@acoro/core'
import { checkMilliseconds, describeValue } from '@acoro/core/lowlevel'

/** How much time is left in an idle moment, as `requestIdleCallback` tells it. */
export interface IdleTime {
  /** True if it came because `timeout` had passed. */
  readonly didTimeout: boolean
  /** In ms. */
  timeRemaining(): number
}

interface Page {
  requestIdleCallback?(callback: (time: IdleTime) => void, options: { timeout?: number }): number
  cancelIdleCallback?(handle: number): void
  requestAnimationFrame?(callback: (time: number) => void): number
  cancelAnimationFrame?(handle: number): void
  document?: PageDocument
  IntersectionObserver?: new (
    callback: (entries: readonly { isIntersecting: boolean }[]) => void,
  ) => { observe(element: unknown): void; disconnect(): void }
}

interface PageDocument {
  readonly visibilityState: string
  addEventListener(event: string, listener: () => void): void
  removeEventListener(event: string, listener: () => void): void
}

function page(): Page {
  return globalThis as Page
}

function missing(name: string): RuntimeError {
  return new RuntimeError(`Expected ${name}, which only pages have: this runs elsewhere`)
}

/**
 * Waits until the page has nothing else to do, at most `timeout` ms. Browsers without `requestIdleCallback`
 * (Safari) give the next timer, and 0 ms.
 */
export function idle(options: { timeout?: number | undefined } = {}): Coroutine<IdleTime> {
  const { timeout } = options
  if (timeout !== undefined) checkMilliseconds(timeout, 'the option timeout of idle()')
  return fromCallback<IdleTime>((resolve) => {
    const { requestIdleCallback: request } = page()
    if (request === undefined) {
      const timer = setTimeout(() => resolve({ didTimeout: false, timeRemaining: () => 0 }), 1)
      return () => clearTimeout(timer)
    }
    const handle = request(resolve, timeout === undefined ? {} : { timeout })
    return () => page().cancelIdleCallback?.(handle)
  })
}

/**
 * Waits for the next frame, and returns its time. Hidden pages have none until they are shown. RuntimeError
 * outside a page.
 */
export function frame(): Coroutine<number> {
  return fromCallback<number>((resolve, reject) => {
    const { requestAnimationFrame: request } = page()
    if (request === undefined) {
      reject(missing('requestAnimationFrame'))
      return
    }
    const handle = request(resolve)
    return () => page().cancelAnimationFrame?.(handle)
  })
}

/**
 * Waits until the page is shown, or until `element` is in view. It returns at once if that is so already.
 * TypeError if `element` is no element, RuntimeError outside a page.
 */
export function visible(element?: object): Coroutine<void> {
  if (element !== undefined && (element as { nodeType?: unknown } | null)?.nodeType !== 1) {
    throw new TypeError(`Expected an element of the page, got ${describeValue(element)}`)
  }
  return fromCallback<void>((resolve, reject) =>
    element === undefined ? shown(resolve, reject) : inView(element, resolve, reject),
  )
}

type Resolve = () => void
type Reject = (error: unknown) => void

function shown(resolve: Resolve, reject: Reject): (() => void) | undefined {
  const { document } = page()
  if (document === undefined) {
    reject(missing('a document'))
    return
  }
  const look = (): void => {
    if (document.visibilityState === 'visible') resolve()
  }
  document.addEventListener('visibilitychange', look)
  look()
  return () => document.removeEventListener('visibilitychange', look)
}

function inView(element: object, resolve: Resolve, reject: Reject): (() => void) | undefined {
  const { IntersectionObserver: Observer } = page()
  if (Observer === undefined) {
    reject(missing('IntersectionObserver'))
    return
  }
  const observer = new Observer((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) resolve()
  })
  observer.observe(element)
  return () => observer.disconnect()
}
