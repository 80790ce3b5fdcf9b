/**
 * A body that a coroutine makes, as the client takes it.
 *
 * The stream only says that more is wanted. What makes the next chunk is a coroutine, which runs in the task
 * of the request: so it has its name, its AsyncLocalStorage stores and its end. A stream that no handler
 * knows starts a task of its own when it is read.
 */

import { asyncify } from '@acoro/compat'
import {
  type AsyncSource,
  type Coroutine,
  coroutine,
  currentTask,
  getRunningLoop,
  isCancelledError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { ExternalFuture } from '@acoro/core/lowlevel'
import { bytesOf } from '../base/encode.ts'

/** What ends a feed from outside: the run of its request, or its own task. */
interface Owner {
  leave(reason: unknown): unknown
}

export class Feed {
  readonly stream: ReadableStream<Uint8Array>
  readonly #source: AsyncSource<unknown>
  readonly #keepAlive: KeepAlive | undefined
  #controller!: ReadableStreamDefaultController<Uint8Array>
  #owner: Owner | null = null
  #wanted = false
  #room: ExternalFuture<void> | null = null
  #gone = false
  #ended: Promise<void>
  #end!: () => void

  constructor(source: AsyncSource<unknown>, keepAlive?: KeepAlive) {
    this.#source = source
    this.#keepAlive = keepAlive
    this.#ended = new Promise((resolve) => {
      this.#end = resolve
    })
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller
        },
        pull: () => this.#want(),
        cancel: (reason) => this.#leave(reason),
      },
      { highWaterMark: 0 },
    )
  }

  /**
   * The run of a request takes it: its task will `pump()`. Returns false if it is read, or was cancelled,
   * already.
   */
  claim(owner: Owner): boolean {
    if (this.#owner !== null) return false
    this.#owner = owner
    return true
  }

  isOf(owner: Owner): boolean {
    return this.#owner === owner
  }

  /** Makes chunks while they are wanted, until the source ends, throws, or the client goes. */
  pump(): Coroutine<void> {
    return pump(this)
  }

  /** Nothing of it will be sent: closes the source. */
  discard(): Coroutine<void> {
    return discard(this)
  }

  #want(): void {
    this.#wanted = true
    const room = this.#room
    if (room !== null) {
      if (!room.done()) room.setResult(undefined)
    } else if (this.#owner === null) this.#start()
  }

  #start(): void {
    const owner = new OwnTask()
    this.#owner = owner
    void pumpAlone(this, owner)
  }

  #leave(reason: unknown): Promise<void> {
    this.#gone = true
    if (this.#owner === null) this.#start()
    this.#owner?.leave(reason)
    return this.#ended
  }

  /** @internal */
  get _source(): AsyncSource<unknown> {
    return this.#source
  }

  /** @internal Waits until the client has room. */
  *_room(): Generator<Suspension, void, unknown> {
    while (!this.#wanted) {
      this.#room = new ExternalFuture<void>(getRunningLoop(), 'the client to read', false)
      try {
        yield* this.#room
      } finally {
        this.#room = null
      }
    }
  }

  /** @internal */
  _send(bytes: Uint8Array): void {
    // An empty chunk is no answer to a pull.
    if (this.#gone || bytes.byteLength === 0) return
    this.#wanted = false
    this.#controller.enqueue(bytes)
  }

  /**
   * @internal Calls `comment` while the source is silent, as long as the client reads. Returns what stops it.
   */
  _beat(): { sent(): void; stop(): void } {
    const beat = this.#keepAlive
    if (beat === undefined || beat.every === Infinity) return NO_BEAT
    const loop = getRunningLoop()
    const tick = (): void => {
      if (this.#wanted && !this.#gone) this._send(beat.bytes)
      timer = loop.callLater(beat.every, tick)
    }
    let timer = loop.callLater(beat.every, tick)
    return {
      sent() {
        timer.cancel()
        timer = loop.callLater(beat.every, tick)
      },
      stop: () => timer.cancel(),
    }
  }

  /** @internal */
  _close(...failure: [error?: unknown]): void {
    this.#end()
    if (this.#gone) return
    this.#gone = true
    if (failure.length === 0) this.#controller.close()
    else this.#controller.error(failure[0])
  }
}

/** What is sent while the source is silent. */
export interface KeepAlive {
  readonly every: number
  readonly bytes: Uint8Array
}

const NO_BEAT = { sent() {}, stop() {} }

class OwnTask implements Owner {
  task: Task<unknown> | null = null
  #left = false

  begin(): void {
    this.task = currentTask()
    if (this.#left) this.task?.cancel('the client has gone')
  }

  leave(): void {
    this.#left = true
    this.task?.cancel('the client has gone')
  }
}

const pump = coroutine(function* body(feed: Feed) {
  const source = feed._source
  const beat = feed._beat()
  let atEnd = false
  try {
    for (;;) {
      yield* feed._room()
      const result = yield* source.anext()
      if (result.done === true) {
        atEnd = true
        break
      }
      const bytes = bytesOf(result.value, 'the body of a response')
      // A comment may have taken the room.
      yield* feed._room()
      feed._send(bytes)
      beat.sent()
    }
  } catch (error) {
    beat.stop()
    if (!atEnd && source.aclose !== undefined) {
      atEnd = true
      yield* source.aclose()
    }
    feed._close(error)
    throw error
  } finally {
    beat.stop()
  }
  feed._close()
})

const discard = coroutine(function* discard(feed: Feed) {
  if (feed._source.aclose !== undefined) yield* feed._source.aclose()
  feed._close()
})

const pumpAlone = asyncify(function* responseBody(feed: Feed, owner: OwnTask) {
  owner.begin()
  try {
    yield* pump(feed)
  } catch (error) {
    // The reader of the stream hears of it.
    if (isCancelledError(error)) return
  }
})

const feeds = new WeakMap<object, Feed>()

/**
 * Remembers that `response` has the body of `feed`. A stream that is taken out of it makes itself. To look at
 * `body` is costly where a Response is only described until someone looks (Hono on Node).
 */
export function noteFeed(response: Response, feed: Feed): void {
  feeds.set(response, feed)
}

export function feedOf(response: Response): Feed | undefined {
  return feeds.get(response)
}
