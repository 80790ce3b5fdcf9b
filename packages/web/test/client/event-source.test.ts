import { asyncFor, asyncGenerator, createTask, emit, sleep, timeout } from '@acoro/core'
import { type EventSourceOptions, eventSource } from '@acoro/web'
import { type FakeReply, fakeWeb, refuse, reply } from '@acoro/web/testing'
import { describe, expect, test } from 'vitest'
import { refusal } from '../support/refusal.ts'
import { now, outcome, play, type Steps } from '../support/virtual.ts'

const URL = 'http://api.test/events'
const headers = { 'content-type': 'text/event-stream; charset=utf-8' }
const calm: EventSourceOptions = { random: () => 0 }

const stream = (text: string, options: object = {}): FakeReply => reply(text, { headers, ...options })

/** Reads events from one answer after the other until `count` came, or it ends. Returns the whole story. */
function read(
  replies: readonly (FakeReply | (() => FakeReply))[],
  count: number,
  options: EventSourceOptions = {},
): string[] {
  return play(function* () {
    const log: string[] = []
    let turn = 0
    using web = fakeWeb((request) => {
      log.push(`asked at ${now()} after ${JSON.stringify(request.headers.get('last-event-id'))}`)
      const next = replies[Math.min(turn++, replies.length - 1)]!
      return typeof next === 'function' ? next() : next
    })
    log.push(
      yield* outcome(
        asyncFor(eventSource(URL, { ...calm, ...options }), function* ({ type, data, id }) {
          log.push(`${type} ${data} (${id}) at ${now()}`)
          return --count > 0
        }),
      ),
    )
    expect(web.open).toEqual([])
    return log
  })
}

describe('eventSource', () => {
  test('connects again after the end, with the last id, after the delay the server names', () => {
    expect(
      read([stream('retry: 500\nid: 1\ndata: a\n\nid: 2\ndata: cut off'), stream('id: 3\ndata: b\n\n')], 2),
    ).toEqual([
      'asked at 0 after null',
      'message a (1) at 0',
      'asked at 500 after "1"',
      'message b (3) at 500',
      'undefined at 500',
    ])
  })

  test('the delay is 3 s at first, and grows while attempts fail', () => {
    const log = read([refuse(), refuse(), refuse(), refuse(), refuse(), refuse(), stream('data: a\n\n')], 1)
    expect(log.filter((line) => line.startsWith('asked')).map((line) => line.split(' ')[2])).toEqual([
      '0',
      '3000',
      '9000',
      '21000',
      '45000',
      '75000',
      '105000',
    ])
  })

  test('an event makes the delay small again', () => {
    expect(
      read([refuse(), refuse(), stream('data: a\n\n'), stream('data: b\n\n')], 2, { retry: 100 }),
    ).toEqual([
      'asked at 0 after null',
      'asked at 100 after null',
      'asked at 300 after null',
      'message a () at 300',
      'asked at 400 after null',
      'message b () at 400',
      'undefined at 400',
    ])
  })

  test('the delay is never shorter than asked for, and at most half longer', () => {
    const asked = read([refuse(), stream('data: a\n\n')], 1, { retry: 100, random: () => 0.999 })[1]
    expect(asked).toMatch(/^asked at 149\.9\d* after null$/)
  })

  test('204 is the end', () => {
    expect(read([stream('data: a\n\n'), reply(null, { status: 204 })], 5)).toEqual([
      'asked at 0 after null',
      'message a () at 0',
      'asked at 3000 after null',
      'undefined at 3000',
    ])
  })

  test('another status, or another type of content, fails for good', () => {
    expect(read([reply('no', { status: 500, headers })], 1)).toEqual([
      'asked at 0 after null',
      'StatusError: GET http://api.test/events: expected the status 200, got 500 at 0',
    ])
    expect(read([reply('data: a\n\n', { headers: { 'content-type': 'text/event-streams' } })], 1)).toEqual([
      'asked at 0 after null',
      'FetchError: GET http://api.test/events: expected the content type text/event-stream, got text/event-streams at 0',
    ])
    expect(read([reply({ a: 1 })], 1)[1]).toContain('got application/json')
  })

  test('after so many failed attempts the last error is thrown', () => {
    expect(read([refuse()], 1, { retries: 2, retry: 10 }).at(-1)).toBe(
      'ConnectError: GET http://api.test/events: no answer came (ECONNREFUSED): the fake web refused at 30',
    )
  })

  test('a connection that breaks is tried again, and what it cut off is dropped', () => {
    const whole = 'id: 1\ndata: a\n\nid: 2\ndata: b\n\n'
    expect(read([stream(whole, { breakAfter: 20 }), stream('id: 2\ndata: b\n\n')], 2)).toEqual([
      'asked at 0 after null',
      'message a (1) at 0',
      'asked at 3000 after "1"',
      'message b (2) at 3000',
      'undefined at 3000',
    ])
  })

  test('a silent connection is given up, comments keep it', () => {
    const beats = asyncGenerator(function* () {
      for (let i = 0; i < 3; i++) {
        yield* sleep(40)
        yield* emit(':\n')
      }
      yield* sleep(1e6)
      yield* emit('')
    })
    expect(
      read([() => reply(beats(), { headers }), stream('data: a\n\n')], 1, { idleTimeout: 50, retry: 5 }),
    ).toEqual(['asked at 0 after null', 'asked at 175 after null', 'message a () at 175', 'undefined at 175'])
  })

  test('a head that takes too long counts as a failed attempt', () => {
    expect(read([stream('', { delay: 1000 }), stream('data: a\n\n')], 1, { timeout: 100, retry: 5 })[1]).toBe(
      'asked at 105 after null',
    )
  })

  test('an event without end is refused', () => {
    const endless = asyncGenerator(function* () {
      for (;;) yield* emit('data: xxxxxxxxxxxxxxxxxxxx\n')
    })
    expect(read([() => reply(endless(), { headers })], 1, { maxEventLength: 1000 }).at(-1)).toBe(
      'BodyTooLargeError: GET http://api.test/events: an event is longer than 1000 characters at 0',
    )
  })

  test('comments in pieces add up to no event', () => {
    const comments = asyncGenerator(function* () {
      for (let i = 0; i < 100; i++) {
        yield* emit(': keep')
        yield* emit(' this alive\n')
      }
      yield* emit('data: a\n\n')
    })
    expect(read([() => reply(comments(), { headers })], 1, { maxEventLength: 50 })[1]).toBe(
      'message a () at 0',
    )
  })

  test('one byte order mark at the start is no part of the first line', () => {
    expect(read([stream('\ufeffdata: a\n\ndata: \ufeffb\n\n')], 2).slice(1, 3)).toEqual([
      'message a () at 0',
      'message \ufeffb () at 0',
    ])
  })

  test('a cancelled wait loses no event, at any stage', () => {
    const slow = asyncGenerator(function* () {
      for (let i = 1; ; i++) {
        yield* sleep(7)
        yield* emit(`id: ${i}\ndata: ${i}\n`)
        yield* sleep(7)
        yield* emit('\n')
        if (i % 3 === 0) return
      }
    })
    const seen = play(function* (): Steps<string[]> {
      using _web = fakeWeb(() => reply(slow(), { headers, delay: 2 }))
      const source = eventSource(URL, { ...calm, retry: 20 })
      const ids: string[] = []
      while (ids.length < 6) {
        try {
          const { value } = yield* timeout(5, source.anext())
          ids.push(value!.id)
        } catch {
          yield* sleep(1)
        }
      }
      yield* source.aclose()
      return ids
    })
    expect(seen).toEqual(['1', '2', '3', '1', '2', '3'])
  })

  test('two tasks cannot wait for one event', () => {
    expect(
      play(function* () {
        using _web = fakeWeb(() => stream('', { delay: 100 }))
        const source = eventSource(URL)
        const first = createTask(source.anext())
        yield* sleep(1)
        const second = yield* outcome(source.anext())
        first.cancel()
        return second
      }),
    ).toBe('RuntimeError: another task waits for the next event of this source already at 1')
  })

  test.each([
    [() => eventSource('http://'), `fetch("http://"): ${refusal('http://')}`],
    [
      () => eventSource(URL, { retry: -1 }),
      'Expected the option retry of eventSource() in milliseconds, 0 or more, got -1',
    ],
    [
      () => eventSource(URL, { retries: 1.5 }),
      'Expected the option retries of eventSource() to be a whole number of at least 0, or Infinity, got 1.5',
    ],
    [
      () => eventSource(URL, { method: 'POST', body: asyncGenerator(function* () {})() }),
      'Expected a body that can be sent again with each connection, got a stream: pass text, bytes or json',
    ],
    [
      () => eventSource(URL, { json: 1, body: 'x' }),
      'Expected either body or json in the options of fetch(), got both',
    ],
  ])('wrong arguments fail at the call: %s', (call, message) => {
    expect(call).toThrow(message)
  })

  test('a POST with JSON is sent anew with each connection', () => {
    const bodies = play(function* (): Steps<unknown[]> {
      using web = fakeWeb(() => stream('data: a\n\n'))
      let count = 2
      yield* asyncFor(eventSource(URL, { ...calm, json: { q: 1 } }), function* () {
        return --count > 0
      })
      return web.requests.map((request) => [request.method, request.json()])
    })
    expect(bodies).toEqual([
      ['POST', { q: 1 }],
      ['POST', { q: 1 }],
    ])
  })
})
