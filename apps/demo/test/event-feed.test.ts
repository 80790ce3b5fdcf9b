import { asyncFor, createTask, sleep } from '@acoro/core'
import { currentNetwork, openConnection } from '@acoro/streams'
import { VirtualLoop } from '@acoro/testing'
import { MemoryNetwork } from '@acoro/testing/network'
import { describe, expect, it } from 'vitest'
import { crawl } from '../src/crawl/crawl.ts'
import { CrawlState } from '../src/crawl/crawl-state.ts'
import { EventFeed } from '../src/feed/event-feed.ts'
import { FakeSite, page } from './fake-site.ts'

const START = 'http://site.test/'
const LIMITS = { concurrency: 2, perHost: 2, timeout: 1000, retries: 0 }

describe('the event feed', () => {
  it('tells every client what happens, from when it came to the end', () => {
    const loop = new VirtualLoop()
    const heard: string[][] = [[], []]
    loop.runSync(function* main() {
      currentNetwork.set(new MemoryNetwork())
      const feed = new EventFeed()
      const state: CrawlState = new CrawlState(START, 9, () => loop.time(), {
        onVisit: (visit) => feed.visited(visit, state),
      })
      const server = yield* feed.serve(4000, state)
      const listen = function* (lines: string[], delay: number) {
        yield* sleep(delay)
        const [reader] = yield* openConnection(server.address)
        yield* asyncFor(reader, function* (line) {
          lines.push(new TextDecoder().decode(line).trim())
        })
      }
      const clients = [createTask(listen(heard[0]!, 0)), createTask(listen(heard[1]!, 15))]
      yield* sleep(1)
      yield* crawl(state, new FakeSite({ [START]: page('/a'), [`${START}a`]: { status: 404 } }), LIMITS)
      yield* sleep(10)
      yield* feed.end(server, true, state)
      for (const client of clients) yield* client
    })
    expect(heard[0]).toEqual([
      '{"event":"start","start":"http://site.test/","visited":0,"found":1}',
      '{"event":"visit","url":"http://site.test/","outcome":"fine","ms":10,"visited":1,"found":2}',
      '{"event":"visit","url":"http://site.test/a","outcome":"failed","reason":"status 404","status":404,"ms":10,"visited":2,"found":2}',
      '{"event":"end","complete":true,"visited":2,"failed":1}',
    ])
    expect(heard[1]).toEqual([
      '{"event":"start","start":"http://site.test/","visited":1,"found":2}',
      ...heard[0]!.slice(2),
    ])
  })

  it('does not wait for a client that does not read, and gives it up at the end', () => {
    const loop = new VirtualLoop()
    loop.runSync(function* main() {
      currentNetwork.set(new MemoryNetwork())
      const feed = new EventFeed()
      const state: CrawlState = new CrawlState(START, 9, () => loop.time())
      const server = yield* feed.serve(4000, state)
      const [, writer] = yield* openConnection({ ...server.address, limit: 1 })
      yield* sleep(1)
      const before = loop.time()
      const visit = {
        url: `${START}${'x'.repeat(1000)}`,
        outcome: { kind: 'fine' },
        attempts: 1,
        duration: 1,
      } as const
      for (let n = 0; n < 5000; n++) feed.visited(visit, state)
      yield* sleep(1)
      yield* feed.end(server, true, state)
      expect(loop.time() - before).toBeLessThanOrEqual(1001)
      expect(server.clients.size).toBe(0)
      writer.close()
    })
  })
})
