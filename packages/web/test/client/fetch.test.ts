import { asyncFor, asyncGenerator, createTask, emit, gather, sleep, timeout } from '@acoro/core'
import { injectCancelEverywhere } from '@acoro/testing'
import {
  BodyError,
  BodyTooLargeError,
  ConnectError,
  FetchError,
  type FetchResponse,
  fetch,
  JsonError,
  StatusError,
} from '@acoro/web'
import { type FakeWeb, fakeWeb, refuse, reply } from '@acoro/web/testing'
import { describe, expect, test } from 'vitest'
import { refusal } from '../support/refusal.ts'
import { failure, now, outcome, play, type Steps, starting } from '../support/virtual.ts'

const URL = 'http://api.test/thing'

/** Pieces of a body, 10 ms apart. */
const pieces = asyncGenerator(function* pieces(...texts: string[]) {
  for (const text of texts) {
    yield* sleep(10)
    yield* emit(text)
  }
})

const states = (web: FakeWeb): string[] => web.requests.map(({ state }) => state)

describe('fetch', () => {
  test('reads a body as JSON, text or bytes', () => {
    expect(
      play(function* () {
        using _web = fakeWeb({ [URL]: () => reply({ a: [1, 'ü'] }) })
        const json = yield* (yield* fetch(URL)).json()
        const text = yield* (yield* fetch(URL)).text()
        const bytes = yield* (yield* fetch(URL)).bytes()
        return { json, text, length: bytes.length }
      }),
    ).toEqual({ json: { a: [1, 'ü'] }, text: '{"a":[1,"ü"]}', length: 14 })
  })

  test('takes an address as text or as a URL, and a Request', () => {
    expect(
      play(function* () {
        using web = fakeWeb(() => reply())
        yield* fetch('http://a.test/1')
        yield* fetch(new globalThis.URL('http://a.test/2'))
        yield* fetch(new Request('http://a.test/3', { method: 'DELETE' }))
        return web.requests.map(({ method, url }) => `${method} ${url}`)
      }),
    ).toEqual(['GET http://a.test/1', 'GET http://a.test/2', 'DELETE http://a.test/3'])
  })

  test('sends a value as JSON, by POST unless another method is named', () => {
    expect(
      play(function* () {
        using web = fakeWeb(() => reply())
        yield* fetch(URL, { json: { a: 1 } })
        yield* fetch(URL, {
          json: null,
          method: 'PUT',
          headers: { 'content-type': 'application/vnd.x+json' },
        })
        return web.requests.map((r) => [r.method, r.headers.get('content-type'), r.json()])
      }),
    ).toEqual([
      ['POST', 'application/json', { a: 1 }],
      ['PUT', 'application/vnd.x+json', null],
    ])
  })

  test('a cancel before the answer ends the request', () => {
    expect(
      play(function* () {
        const log: string[] = []
        using web = fakeWeb({
          *[URL](): Steps<never> {
            try {
              yield* sleep(1000)
            } finally {
              log.push(`server ended at ${now()}`)
            }
            throw new Error('never')
          },
        })
        log.push(yield* outcome(timeout(30, fetch(URL))))
        return [...log, ...states(web)]
      }),
    ).toEqual(['server ended at 30', expect.stringContaining('TimeoutError'), 'left'])
  })

  test('a cancel while the body is read ends the request', () => {
    expect(
      play(function* () {
        using web = fakeWeb({ [URL]: () => reply(pieces('a', 'b', 'c', 'd')) })
        const response = yield* fetch(URL)
        const end = yield* outcome(timeout(25, response.text()))
        expect(() => response.text()).toThrow(
          'text(): the body is read already: a body can be read once, so keep what you read',
        )
        return [end.split(':')[0], states(web)]
      }),
    ).toEqual(['TimeoutError', ['left']])
  })

  test('leaving the block of `using` ends the request; after the body has ended it changes nothing', () => {
    expect(
      play(function* () {
        using web = fakeWeb({ [URL]: () => reply('body') })
        {
          using _unread = yield* fetch(URL)
        }
        {
          using read = yield* fetch(URL)
          yield* read.text()
        }
        return states(web)
      }),
    ).toEqual(['left', 'read'])
  })

  test('a task that is cancelled with an answer in hand ends the request', () => {
    expect(
      play(function* () {
        using web = fakeWeb({ [URL]: () => reply('body') })
        const task = createTask(
          (function* (): Steps {
            yield* fetch(URL)
            yield* sleep(1000)
          })(),
        )
        yield* sleep(5)
        const before = states(web)
        task.cancel()
        yield* sleep(1)
        return [before, states(web)]
      }),
    ).toEqual([['open'], ['left']])
  })

  test('an answer may be handed on to another task', () => {
    const texts = play(function* () {
      using _web = fakeWeb((request) => reply(request.url))
      const responses: FetchResponse[] = yield* gather(['a', 'b'].map((x) => fetch(`http://x.test/${x}`)))
      yield* sleep(10)
      return yield* gather(responses.map((response) => response.text()))
    })
    expect(texts).toEqual(['http://x.test/a', 'http://x.test/b'])
  })

  test('the deadline covers the body, and says where it passed', () => {
    expect(
      play(function* () {
        using web = fakeWeb({
          'http://api.test/head': () => reply('late', { delay: 100 }),
          'http://api.test/body': () => reply(pieces('abc', 'def', 'ghi')),
        })
        const head = yield* failure(fetch('http://api.test/head?token=1', { timeout: 50 }))
        const response = yield* fetch('http://api.test/body', { timeout: 25 })
        const body = yield* failure(response.text())
        return [`${head}`, `${body}`, states(web)]
      }),
    ).toEqual([
      'TimeoutError: GET http://api.test/head did not end within 50 ms: its deadline passed before an answer came',
      'TimeoutError: GET http://api.test/body did not end within 25 ms: its deadline passed in the body, after 6 bytes',
      ['left', 'left'],
    ])
  })

  test('a signal of the caller ends it with its very reason', () => {
    const reason = { mine: true }
    expect(
      play(function* () {
        using web = fakeWeb({ [URL]: () => reply('late', { delay: 100 }) })
        const aborted = yield* failure(fetch(URL, { signal: AbortSignal.abort(reason) }))
        const controller = new AbortController()
        const task = createTask(failure(fetch(URL, { signal: controller.signal })))
        yield* sleep(10)
        controller.abort(reason)
        const later = yield* task
        return [aborted === (reason as unknown), later === (reason as unknown), states(web)]
      }),
    ).toEqual([true, true, ['left']])
  })

  test('every failure has a class of its own', () => {
    const errors = play(function* (): Steps<Error[]> {
      using _web = fakeWeb({
        'http://x.test/refused': () => refuse(),
        'http://x.test/reset': () => reply('a long body', { breakAfter: 4 }),
        'http://x.test/short': () => reply('a long body', { breakAfter: 4, quietly: true }),
        'http://x.test/status': () => reply('no', { status: 503, headers: { 'retry-after': '7' } }),
        'http://x.test/json': () => reply('<html>'),
        'http://x.test/empty': () => reply(''),
      })
      const get = (path: string) =>
        fetch(`http://user:secret@x.test/${path}?key=secret`.replace('user:secret@', ''))
      return [
        yield* failure(get('refused')),
        yield* failure((yield* get('reset')).text()),
        yield* failure((yield* get('short')).text()),
        yield* failure(
          (function* (): Steps {
            ;(yield* get('status')).ensureOk()
          })(),
        ),
        yield* failure((yield* get('json')).json()),
        yield* failure((yield* get('empty')).json()),
        yield* failure((yield* fetch('http://x.test/json', { maxBytes: 3 })).text()),
        yield* failure(get('nowhere')),
      ]
    })
    expect(errors.map((error) => `${error}`)).toEqual([
      'ConnectError: GET http://x.test/refused: no answer came (ECONNREFUSED): the fake web refused',
      'BodyError: GET http://x.test/reset: the connection broke in the body',
      'BodyError: GET http://x.test/short: the body ended after 4 of 11 bytes',
      'StatusError: GET http://x.test/status: expected a status from 200 to 299, got 503',
      'JsonError: GET http://x.test/json: expected the body to be JSON, got "<html>"',
      'JsonError: GET http://x.test/empty: expected the body to be JSON, got nothing',
      'BodyTooLargeError: GET http://x.test/json: the body is longer than 3 bytes',
      'ConnectError: GET http://x.test/nowhere: no answer came: the fake web has no route for GET http://x.test/nowhere?key=secret',
    ])
    const classes = [ConnectError, BodyError, BodyError, StatusError, JsonError, JsonError, BodyTooLargeError]
    classes.forEach((errorClass, i) => {
      expect(errors[i]).toBeInstanceOf(errorClass)
      expect(errors[i]).toBeInstanceOf(FetchError)
    })
    expect((errors[0] as ConnectError).code).toBe('ECONNREFUSED')
    expect((errors[1] as BodyError).received).toBe(4)
    expect(errors[3]).toMatchObject({ status: 503, retryAfter: '7' })
  })

  test('wrong arguments fail at the call', () => {
    const wrong: [() => unknown, string][] = [
      [() => fetch('http://'), `TypeError: fetch("http://"): ${refusal('http://')}`],
      [
        () => fetch(URL, { timeout: -1 }),
        'RangeError: Expected the option timeout of fetch() in milliseconds, 0 or more, got -1',
      ],
      [
        () => fetch(URL, { timeout: '5' as never }),
        'TypeError: Expected the option timeout of fetch() in milliseconds, a number, got the string "5"',
      ],
      [
        () => fetch(URL, { maxBytes: 1.5 }),
        'RangeError: Expected the option maxBytes of fetch() to be a whole number of at least 0, or Infinity, got 1.5',
      ],
      [
        () => fetch(URL, { body: 'a', json: 1 }),
        'TypeError: Expected either body or json in the options of fetch(), got both',
      ],
      [
        () => fetch(URL, { json: () => 1 }),
        'TypeError: Expected the option json of fetch() to be expressible in JSON, got the function json',
      ],
      [
        () => fetch(URL, { signal: {} as never }),
        'TypeError: Expected the option signal of fetch() to be an AbortSignal, got an object',
      ],
      [
        () => fetch(URL, 'GET' as never),
        'TypeError: Expected the options of fetch() as an object, { timeout, maxBytes, signal }, got the string "GET"',
      ],
      [
        () => fetch(URL, { method: 'GET', body: 'x' }),
        'TypeError: Expected no body for GET in fetch("http://api.test/thing"): name another method',
      ],
      [
        () => fetch(new globalThis.Request(URL, { method: 'head' }), { body: '' }),
        'TypeError: Expected no body for HEAD in fetch(a Request): name another method',
      ],
      [
        () => fetch(URL, { method: 'get', json: 1 }),
        'TypeError: Expected no body for GET in fetch("http://api.test/thing"): name another method',
      ],
      [
        () => fakeWeb('x' as never),
        'TypeError: Expected routes as an object, or a function, got the string "x"',
      ],
      [
        () => fakeWeb({ '/a': 1 as never }),
        'TypeError: Expected the route "/a" to be a function, got the number 1',
      ],
      [
        () => reply('', { status: 99 }),
        'RangeError: Expected the option status of reply() to be a whole number of at least 200, got 99',
      ],
    ]
    for (const [call, message] of wrong) {
      let thrown: unknown
      try {
        call()
      } catch (error) {
        thrown = error
      }
      expect(String(thrown)).toBe(message)
    }
  })

  test('a cancel at any step leaves no request open', async () => {
    await injectCancelEverywhere(function* (): Steps {
      using web = fakeWeb({ [URL]: () => reply(pieces('a', 'b'), { delay: 10 }) })
      try {
        const response = yield* fetch(URL, { timeout: 1000 })
        yield* response.text()
      } finally {
        expect(web.open).toEqual([])
      }
    })
  })

  test('a source as the body is sent as the connection takes it, and closed with the request', () => {
    expect(
      play(function* () {
        using web = fakeWeb(() => reply())
        yield* fetch(URL, { method: 'POST', body: pieces('a') })
        return typeof web.requests[0]?.body
      }),
    ).toBe('object')
  })
})

describe('the body piece by piece', () => {
  test('chunks and lines arrive as they are sent, lines across chunks, with LF and CR LF', () => {
    expect(
      play(function* () {
        using _web = fakeWeb({ [URL]: () => reply(pieces('on', 'e\r\ntwo\n\nth', 'ree')) })
        const seen: string[] = []
        yield* asyncFor((yield* fetch(URL)).chunks(), function* (chunk) {
          seen.push(`${new TextDecoder().decode(chunk)} at ${now()}`)
        })
        yield* asyncFor((yield* fetch(URL)).lines(), function* (line) {
          seen.push(`${line} at ${now()}`)
        })
        return seen
      }),
    ).toEqual([
      'on at 10',
      'e\r\ntwo\n\nth at 20',
      'ree at 30',
      'one at 50',
      'two at 50',
      ' at 50',
      'three at 60',
    ])
  })

  test('leaving the loop ends the request', () => {
    expect(
      play(function* () {
        using web = fakeWeb({ [URL]: () => reply(pieces('a\n', 'b\n', 'c\n')) })
        yield* asyncFor((yield* fetch(URL)).lines(), function* () {
          return false
        })
        return states(web)
      }),
    ).toEqual(['left'])
  })

  test('a cancelled wait loses no line', () => {
    expect(
      play(function* () {
        using web = fakeWeb({ [URL]: () => reply(pieces('a\nb', '\n')) })
        const lines = (yield* fetch(URL)).lines()
        const seen: string[] = []
        for (;;) {
          let result: IteratorResult<string, undefined>
          try {
            result = yield* timeout(3, lines.anext())
          } catch {
            seen.push('late')
            continue
          }
          if (result.done) break
          seen.push(result.value)
        }
        return [seen.join(' '), states(web)]
      }),
    ).toEqual(['late late late a late late late b', ['read']])
  })

  test('JSON lines: blank ones are left out, a bad one names its number and ends the request', () => {
    expect(
      play(function* () {
        using web = fakeWeb({ [URL]: () => reply('{"a":1}\n\n[2]\nnope\n3\n') })
        const seen: unknown[] = []
        const end = yield* outcome(
          asyncFor((yield* fetch(URL)).jsonLines(), function* (value) {
            seen.push(value)
          }),
        )
        return [seen, end, states(web)]
      }),
    ).toEqual([
      [{ a: 1 }, [2]],
      'JsonError: GET http://api.test/thing: expected line 4 to be JSON, got "nope" at 0',
      ['left'],
    ])
  })

  test('a line without end is refused at its maximum', () => {
    const endless = asyncGenerator(function* () {
      for (;;) yield* emit('x'.repeat(1000))
    })
    expect(
      play(function* () {
        using web = fakeWeb({ [URL]: () => reply(endless()) })
        const lines = (yield* fetch(URL)).lines({ maxLength: 10_000 })
        return [yield* outcome(lines.anext()), yield* outcome(lines.anext()), states(web)]
      }),
    ).toEqual([
      'BodyTooLargeError: GET http://api.test/thing: line 1 is longer than 10000 characters at 0',
      'BodyTooLargeError: GET http://api.test/thing: line 1 is longer than 10000 characters at 0',
      ['left'],
    ])
  })

  test('text in UTF-8 is decoded across chunks', () => {
    const bytes = new TextEncoder().encode('€\n')
    const split = asyncGenerator(function* () {
      yield* emit(bytes.subarray(0, 1))
      yield* emit(bytes.subarray(1))
    })
    expect(
      play(function* () {
        using _web = fakeWeb({ [URL]: () => reply(split()) })
        return yield* (yield* fetch(URL)).lines().anext()
      }),
    ).toEqual({ done: false, value: '€' })
  })

  test('a CancelledError passes through as it is', () => {
    expect(
      play(function* () {
        using _web = fakeWeb({ [URL]: () => reply('x', { delay: 1000 }) })
        const task = starting(fetch(URL))
        yield* sleep(1)
        task.cancel('enough')
        return yield* task
      }),
    ).toBe('CancelledError: enough at 1')
  })
})
