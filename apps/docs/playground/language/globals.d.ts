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
interface ReadableStream<R = any> {
  getReader(): ReadableStreamDefaultReader<R>
  cancel(reason?: unknown): Promise<void>
  [Symbol.asyncIterator](): AsyncIterableIterator<R>
}
declare var ReadableStream: {
  new <R = any>(source?: {
    start?(controller: ReadableStreamDefaultController<R>): unknown
    pull?(controller: ReadableStreamDefaultController<R>): unknown
    cancel?(reason?: unknown): unknown
  }): ReadableStream<R>
}

interface Headers {
  get(name: string): string | null
  has(name: string): boolean
  set(name: string, value: string): void
  append(name: string, value: string): void
  delete(name: string): void
  forEach(each: (value: string, name: string) => void): void
  [Symbol.iterator](): IterableIterator<[string, string]>
}
declare var Headers: { new (from?: HeadersInit): Headers; prototype: Headers }
type HeadersInit = Headers | Record<string, string> | [string, string][]
type BodyInit = string | Uint8Array | ArrayBuffer | ReadableStream<Uint8Array>
interface RequestInit {
  method?: string
  headers?: HeadersInit
  body?: BodyInit | null
  signal?: AbortSignal | null
}
interface ResponseInit {
  status?: number
  statusText?: string
  headers?: HeadersInit
}
interface Body {
  readonly body: ReadableStream<Uint8Array> | null
  readonly bodyUsed: boolean
  arrayBuffer(): Promise<ArrayBuffer>
  text(): Promise<string>
  json(): Promise<any>
}
interface Request extends Body {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly signal: AbortSignal
}
declare var Request: {
  new (from: string | URL | Request, options?: RequestInit): Request
  prototype: Request
}
interface Response extends Body {
  readonly ok: boolean
  readonly status: number
  readonly statusText: string
  readonly url: string
  readonly headers: Headers
}
declare var Response: {
  new (body?: BodyInit | null, options?: ResponseInit): Response
  json(value: unknown, options?: ResponseInit): Response
  prototype: Response
}
declare function fetch(from: string | URL | Request, options?: RequestInit): Promise<Response>
