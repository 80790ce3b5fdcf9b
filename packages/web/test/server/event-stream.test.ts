import { fromPromise } from '@acoro/compat'
import { asyncGenerator, type EventLoop, emit, sleep } from '@acoro/core'
import { BroadcastChannel } from '@acoro/sync'
import { VirtualLoop } from '@acoro/testing'
import { eventStream, handler, type OutgoingEvent } from '@acoro/web'
import { describe, expect, test } from 'vitest'
import { EventParser, type ServerSentEvent } from '../../src/client/event-parser.ts'

async function textOf(...events: (string | OutgoingEvent)[]): Promise<string> {
  const source = asyncGenerator(function* () {
    for (const event of events) yield* emit(event)
  })
  return await eventStream(source()).text()
}

describe('eventStream', () => {
  test('has the headers of an event stream, which can be overruled', () => {
    const { headers, status } = eventStream(function* () {})
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'no-cache',
    ])
    const own = eventStream(function* () {}, { headers: { 'cache-control': 'no-store', 'x-a': '1' } })
    expect([own.headers.get('cache-control'), own.headers.get('x-a')]).toEqual(['no-store', '1'])
  })

  test.each<[string | OutgoingEvent, string]>([
    ['text', 'data: text\n\n'],
    ['a\nb\r\nc\rd', 'data: a\ndata: b\ndata: c\ndata: d\n\n'],
    ['', 'data: \n\n'],
    [{ data: { a: 1 } }, 'data: {"a":1}\n\n'],
    [{ data: null }, 'data: null\n\n'],
    [{ data: 'x', id: 7, event: 'add', retry: 100 }, 'event: add\nid: 7\nretry: 100\ndata: x\n\n'],
    [{ comment: 'two\nlines' }, ': two\n: lines\n\n'],
  ])('%j is sent as %j', async (event, text) => {
    expect(await textOf(event)).toBe(text)
  })

  test('what it sends, a parser reads as it was', async () => {
    const seen: ServerSentEvent[] = []
    const parser = new EventParser('', (event) => seen.push(event))
    parser.push(await textOf({ data: 'a\n\nb: c\n', id: 'x', event: 'e' }, ' leading'))
    expect(seen).toEqual([
      { type: 'e', data: 'a\n\nb: c\n', id: 'x' },
      { type: 'message', data: ' leading', id: 'x' },
    ])
  })

  test.each<[unknown, string]>([
    [
      { id: 'a\nb', data: '' },
      'Expected the id of an event to be text without line breaks and NUL, got the string "a\\nb"',
    ],
    [{ id: 'a\0', data: '' }, 'Expected the id of an event to be text without line breaks and NUL'],
    [{ event: 'a\rdata: b' }, 'Expected the type of an event to be text without line breaks and NUL'],
    [{ retry: 1.5 }, 'Expected the delay of an event in whole milliseconds, got the number 1.5'],
    [{ data: () => 1 }, 'Expected data that JSON can express, got the function data'],
    [5, 'Expected an event as text, or as { data, id, event, retry }, got the number 5'],
  ])('%j is refused, and nothing of it is sent', async (event, message) => {
    const source = asyncGenerator(function* () {
      yield* emit('before')
      yield* emit(event as string)
    })
    const reader = eventStream(source()).body!.getReader()
    const { value } = await reader.read()
    expect(new TextDecoder().decode(value)).toBe('data: before\n\n')
    await expect(reader.read()).rejects.toThrow(message)
  })

  test('a comment is sent when there was no event for a while', async () => {
    const loop = new VirtualLoop()
    const handle = handler(
      function* () {
        return eventStream(
          function* () {
            yield* sleep(100)
            yield* emit('late')
            yield* sleep(25)
          },
          { keepAlive: 40 },
        )
      },
      { loop: loop as EventLoop },
    )
    const story = await loop.runAsync(function* () {
      const response = yield* fromPromise(handle(new Request('http://h.test/')))
      const seen: string[] = []
      const reader = response.body!.getReader()
      for (;;) {
        const { done, value } = yield* fromPromise(reader.read())
        if (done) return seen
        seen.push(`${new TextDecoder().decode(value).trim()} at ${loop.time()}`)
      }
    })
    expect(story).toEqual([': at 40', ': at 80', 'data: late at 100'])
  })

  test('of a thousand readers of one publisher, a slow one loses only its own events', async () => {
    const loop = new VirtualLoop()
    const channel = new BroadcastChannel<string>(4)
    const missed: number[] = []
    const handle = handler(
      function* () {
        return eventStream(channel.subscribe({ onLag: (count) => missed.push(count) }))
      },
      { loop: loop as EventLoop },
    )
    const open = () => handle(new Request('http://h.test/'))
    const [texts, late] = await loop.runAsync(function* () {
      const responses = yield* fromPromise(Promise.all(Array.from({ length: 1000 }, open)))
      const slow = responses.pop()!
      const reading = responses.map((response) => response.text())
      // Each of them waits for the first event.
      yield* sleep(1)
      for (let i = 1; i <= 20; i++) {
        channel.send(`event ${i}`)
        yield* sleep(1)
      }
      channel.close()
      return [yield* fromPromise(Promise.all(reading)), yield* fromPromise(slow.text())]
    })
    const all = Array.from({ length: 20 }, (_, i) => `data: event ${i + 1}\n\n`)
    expect(new Set(texts)).toEqual(new Set([all.join('')]))
    expect(late).toBe(all.slice(-4).join(''))
    expect(missed).toEqual([16])
    expect(handle.statistics().active).toBe(0)
  })
})
