// biome-ignore-all lint/suspicious/noVar: they are globals.
// biome-ignore-all lint/suspicious/noExplicitAny: as in the types of browsers.

// What a program of the playground finds besides the language: a part of what browsers and Node have in
// common.

interface Console {
  log(...values: unknown[]): void
  info(...values: unknown[]): void
  warn(...values: unknown[]): void
  error(...values: unknown[]): void
  debug(...values: unknown[]): void
}
declare var console: Console

declare function setTimeout<A extends unknown[]>(
  run: (...args: A) => void,
  delay?: number,
  ...args: A
): number
declare function clearTimeout(timer: number | undefined): void
declare function setInterval<A extends unknown[]>(
  run: (...args: A) => void,
  delay?: number,
  ...args: A
): number
declare function clearInterval(timer: number | undefined): void
declare function queueMicrotask(run: () => void): void
declare function structuredClone<T>(value: T): T
declare var performance: { now(): number }

interface Event {
  readonly type: string
}
declare var Event: { new (type: string): Event; prototype: Event }
interface EventTarget {
  addEventListener(
    type: string,
    listener: (event: Event) => void,
    options?: { once?: boolean; signal?: AbortSignal },
  ): void
  removeEventListener(type: string, listener: (event: Event) => void): void
  dispatchEvent(event: Event): boolean
}
declare var EventTarget: { new (): EventTarget; prototype: EventTarget }
interface AbortSignal extends EventTarget {
  readonly aborted: boolean
  readonly reason: any
  onabort: ((event: Event) => void) | null
  throwIfAborted(): void
}
declare var AbortSignal: {
  prototype: AbortSignal
  abort(reason?: unknown): AbortSignal
  timeout(delay: number): AbortSignal
  any(signals: Iterable<AbortSignal>): AbortSignal
}
interface AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}
declare var AbortController: { new (): AbortController; prototype: AbortController }

interface DOMException extends Error {
  readonly code: number
}
declare var DOMException: { new (message?: string, name?: string): DOMException; prototype: DOMException }
interface TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
}
declare var TextEncoder: { new (): TextEncoder }
interface TextDecoder {
  decode(bytes?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string
}
declare var TextDecoder: { new (label?: string): TextDecoder }
interface URL {
  readonly href: string
  readonly host: string
  readonly hostname: string
  readonly pathname: string
  readonly search: string
  readonly hash: string
}
declare var URL: { new (url: string | URL, base?: string | URL): URL; prototype: URL }

interface ReadableStreamDefaultReader<T> {
  read(): Promise<{ done: false; value: T } | { done: true; value: undefined }>
  cancel(reason?: unknown): Promise<void>
  releaseLock(): void
}
interface ReadableStreamDefaultController<T> {
  enqueue(chunk: T): void
  close(): void
  error(reason?: unknown): void
}
interface ReadableStream<T = any> {
  getReader(): ReadableStreamDefaultReader<T>
  cancel(reason?: unknown): Promise<void>
  [Symbol.asyncIterator](): AsyncIterableIterator<T>
}
declare var ReadableStream: {
  new <T = any>(source?: {
    start?(controller: ReadableStreamDefaultController<T>): unknown
    pull?(controller: ReadableStreamDefaultController<T>): unknown
    cancel?(reason?: unknown): unknown
  }): ReadableStream<T>
}
