import { asyncFor, type Coroutine, coroutine, TimeoutError, timeout } from '@acoro/core'
import {
  ConnectionError,
  type Server,
  type StreamReader,
  type StreamWriter,
  startServer,
} from '@acoro/streams'
import { BroadcastChannel } from '@acoro/sync'
import type { CrawlState } from '../crawl/crawl-state.ts'
import type { Visit } from '../crawl/visit.ts'

/**
 * The crawl as it happens: lines of JSON for every client that connects (`nc localhost 4000`). The crawl
 * never waits for a client. A client that reads too slowly misses events, and is told how many.
 */

export type FeedEvent =
  | { readonly event: 'start'; readonly start: string; readonly visited: number; readonly found: number }
  | VisitEvent
  | { readonly event: 'missed'; readonly count: number }
  | { readonly event: 'end'; readonly complete: boolean; readonly visited: number; readonly failed: number }

export interface VisitEvent {
  readonly event: 'visit'
  readonly url: string
  readonly outcome: Visit['outcome']['kind']
  /** Why it failed, and the HTTP status, if there was one. */
  readonly reason?: string | undefined
  readonly status?: number | undefined
  readonly ms: number
  readonly visited: number
  readonly found: number
}

/** How many events are kept for a slow client. */
const CAPACITY = 1024
/** How long the end waits for clients that do not read the last lines, in ms. */
const FAREWELL_MS = 1000

export class EventFeed {
  readonly #channel = new BroadcastChannel<FeedEvent>(CAPACITY)

  visited({ url, outcome, duration }: Visit, { map: { visited, found } }: CrawlState): void {
    const problem = outcome.kind === 'failed' ? outcome.problem : undefined
    const ms = Math.round(duration)
    const how = { reason: problem?.reason, status: problem?.status }
    this.#channel.send({ event: 'visit', url, outcome: outcome.kind, ...how, ms, visited, found })
  }

  /**
   * Listens on the loopback interface; port 0 is any free one. Throws AddressInUseError and other OSErrors.
   */
  serve(port: number, state: CrawlState): Coroutine<Server> {
    const channel = this.#channel
    const tell = coroutine(function* tell(_reader: StreamReader, writer: StreamWriter) {
      const send = (event: FeedEvent): void => writer.write(`${JSON.stringify(event)}\n`)
      const { start, visited, found } = state.map
      using events = channel.subscribe({ onLag: (count) => send({ event: 'missed', count }) })
      try {
        send({ event: 'start', start, visited, found })
        yield* asyncFor(events, function* (event) {
          send(event)
          yield* writer.drain()
        })
      } catch (error) {
        // The client has hung up.
        if (!(error instanceof ConnectionError)) throw error
      }
    })
    return startServer(tell, { host: '127.0.0.1', port })
  }

  /** Sends the last event to every client, and waits until they have read it. */
  end(server: Server, complete: boolean, { map, failed }: CrawlState): Coroutine<void> {
    this.#channel.send({ event: 'end', complete, visited: map.visited, failed })
    this.#channel.close()
    return farewell(server)
  }
}

const farewell = coroutine(function* farewell(server: Server) {
  server.close()
  try {
    yield* timeout(FAREWELL_MS, server.waitClosed())
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    server.abortClients()
    yield* server.waitClosed()
  }
})
