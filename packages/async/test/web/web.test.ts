import { sleep, taskOf, timeout } from '@acoro/async'
import type { FetchResponse, RequestFunction } from '@acoro/async/web'
import { eventSource, eventStream, fetch, handler, streamed } from '@acoro/async/web'
import { copyContext, type EventLoop, sleep as sleeping } from '@acoro/core'
import { virtual } from '@acoro/testing/vitest'
import { type RequestEnd, StatusError } from '@acoro/web'
import { type FakeRoutes, type FakeWeb, fakeWeb, type Responder, reply } from '@acoro/web/testing'
import { describe, expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { run } from '../support/lowered.ts'

const onServer = onlyOn('server', 'it runs a compiler')
const URL = 'http://api.test/thing'

/** A fake web, and what reaches it: native code has lost the context of its task after an `await`. */
function pretend(routes: FakeRoutes | Responder) {
  const context = copyContext()
  const within =
    <Args extends unknown[], R>(fn: (...args: Args) => R) =>
    (...args: Args): R =>
      context.run(() => fn(...args))
  return { web: within(fakeWeb)(routes), fetch: within(fetch), within }
}

const states = (web: FakeWeb): string[] => web.requests.map(({ state }) => state)

async function* pieces(...texts: string[]): AsyncGenerator<string> {
  for (const text of texts) {
    await sleep(10)
    yield text
  }
}

describe('requests', () => {
  it(
    'a response is read by promises, and is the same object to itself',
    virtual(async () => {
      const { web, fetch } = pretend({ [URL]: () => reply({ a: [1, 'ü'] }) })
      const response = await fetch(URL)
      expect([response.status, response.ok, response.bodyUsed, response.url]).toEqual([200, true, false, URL])
      expect(response.ensureOk()).toBe(response)
      expect(await response.json()).toEqual({ a: [1, 'ü'] })
      expect(String(response)).toBe(`<FetchResponse 200 GET ${URL}>`)
      expect((await (await fetch(URL)).bytes()).length).toBe(14)
      expect(await (await fetch(URL)).text()).toBe('{"a":[1,"ü"]}')
      expect(states(web)).toEqual(['read', 'read', 'read'])
    }),
  )

  it(
    'errors are those of @acoro/web, and a wrong address rejects',
    virtual(async () => {
      const { web, fetch } = pretend({ [URL]: () => reply('gone', { status: 410 }) })
      const response = await fetch(URL)
      expect(() => response.ensureOk()).toThrow(StatusError)
      expect(states(web)).toEqual(['left'])
      await expect(fetch('http://')).rejects.toThrow('fetch("http://")')
      await expect(fetch(URL, { timeout: 'long' as never })).rejects.toThrow('timeout')
      await expect(fetch('http://api.test/none')).rejects.toMatchObject({ name: 'ConnectError' })
    }),
  )

  it(
    '`for await` goes through lines, and leaving it closes the request; so does `using`',
    virtual(async () => {
      const { web, fetch } = pretend({ [URL]: () => reply('{"n":1}\n{"n":2}\n{"n":3}\n') })
      const seen: unknown[] = []
      for await (const value of (await fetch(URL)).jsonLines<{ n: number }>()) {
        seen.push(value.n)
        if (value.n === 2) break
      }
      for await (const line of (await fetch(URL)).lines()) seen.push(line)
      let size = 0
      for await (const chunk of (await fetch(URL)).chunks()) size += chunk.length
      {
        using _unread = await fetch(URL)
      }
      expect([seen, size]).toEqual([[1, 2, '{"n":1}', '{"n":2}', '{"n":3}'], 24])
      expect(states(web)[3]).toBe('left')
      expect(web.open).toEqual([])
    }),
  )

  it(
    'a body may be an async iterable',
    virtual(async () => {
      const got: unknown[] = []
      const { fetch } = pretend((request) => {
        got.push(request.method, typeof request.body)
        return reply()
      })
      await fetch(URL, { method: 'PUT', body: pieces('a', 'b') })
      await fetch(URL, { method: 'PUT', body: 'text' })
      expect(got).toEqual(['PUT', 'object', 'PUT', 'string'])
    }),
  )

  onServer(
    'cancelling a lowered function ends the request that it waits for',
    virtual(async () => {
      const log: string[] = []
      const { web, fetch } = pretend({
        *[URL]() {
          try {
            yield* sleeping(1000)
          } finally {
            log.push('the server was told')
          }
          return reply()
        },
      })
      const load = run<() => Promise<unknown>>('return async () => await fetch(url)', { fetch, url: URL })
      const loading = load()
      await sleep(5)
      expect(states(web)).toEqual(['open'])
      taskOf(loading)?.cancel()
      await expect(loading).rejects.toMatchObject({ name: 'CancelledError' })
      await sleep(1)
      expect([states(web), log]).toEqual([['left'], ['the server was told']])
    }),
  )

  onServer(
    'cancelling a lowered function closes a response that it holds; an end by itself does not',
    virtual(async () => {
      const { web, fetch } = pretend({ [URL]: () => reply('body') })
      const source =
        'return async (ms) => { const response = await fetch(url); await sleep(ms); return response }'
      const hold = run<(ms: number) => Promise<FetchResponse>>(source, { fetch, sleep, url: URL })
      const held = hold(1000)
      await sleep(5)
      taskOf(held)?.cancel()
      await expect(held).rejects.toMatchObject({ name: 'CancelledError' })
      const handed = await hold(1)
      expect(states(web)).toEqual(['left', 'open'])
      expect(await handed.text()).toBe('body')
    }),
  )

  onServer(
    'a call that holds many responses closes them all',
    virtual(async () => {
      const { web, fetch } = pretend({ [URL]: () => reply('body') })
      const source =
        'return async () => { const all = []; for (let i = 0; i < 20; i++) all.push(await fetch(url)); await sleep(1000); return all }'
      const held = run<() => Promise<unknown>>(source, { fetch, sleep, url: URL })()
      await sleep(100)
      taskOf(held)?.cancel()
      await expect(held).rejects.toMatchObject({ name: 'CancelledError' })
      expect(new Set(states(web))).toEqual(new Set(['left']))
      expect(web.requests.length).toBe(20)
    }),
  )

  onServer(
    'events are gone through with `for await`',
    virtual(async () => {
      const { web, within } = pretend({
        [URL]: () =>
          reply('id: 7\ndata: one\n\ndata: two\n\n', { headers: { 'content-type': 'text/event-stream' } }),
      })
      const read = run<() => Promise<unknown>>(
        `return async () => {
          const events = eventSource(url), seen = []
          for await (const { data } of events) { seen.push(data); if (data === 'two') break }
          return [seen, events.lastEventId]
        }`,
        { eventSource, url: URL },
      )
      expect(await within(read)()).toEqual([['one', 'two'], '7'])
      expect(web.open).toEqual([])
      expect(() => eventSource(URL, { retry: -1 })).toThrow('retry')
    }),
  )
})

/**
 * A handler answers for a task that was cancelled. In debug mode the loop takes that for a swallowed cancel.
 */
const ANSWERED = { debug: false }

describe('answers', () => {
  /** A handler, and the story of its requests. */
  function harness(fn: RequestFunction<readonly unknown[]>, loop: EventLoop) {
    const ends: string[] = []
    const handle = handler(fn, {
      loop,
      onEnd: ({ name, status, outcome }: RequestEnd) => ends.push(`${name}: ${outcome} ${status}`),
    })
    return { handle, ends }
  }

  it(
    'an async function answers, in the task of the request',
    virtual(async (loop) => {
      const { handle, ends } = harness(async function greet(request, context) {
        const { name, signal, platform, task } = context
        await sleep(10)
        return Response.json([name, signal.aborted, platform, task.name, request.method])
      }, loop as never)
      const response = await handle(new Request('http://h.test/greet'), 'env')
      expect(await response.json()).toEqual(['GET /greet', false, ['env'], 'GET /greet', 'GET'])
      expect(ends).toEqual(['GET /greet: answered 200'])
      expect(handle.statistics()).toEqual({ active: 0, background: 0, refused: 0 })
      expect(await handle.shutdown()).toEqual({ underWay: 0, cancelled: 0, late: [] })
      expect((await handle(new Request('http://h.test/late'))).status).toBe(503)
    }),
  )

  onServer(
    'a client that leaves cancels a lowered function where it waits, and tells a native one by its signal',
    virtual(async (loop) => {
      const log: string[] = []
      const lowered = run<RequestFunction<readonly unknown[]>>(
        `return async () => {
          try { await inner() } finally { log.push('lowered: cleaned up') }
          return new Response()
          async function inner() { await sleep(1000) }
        }`,
        { sleep, log },
      )
      const native: RequestFunction<readonly unknown[]> = async (_request, { signal }) => {
        signal.addEventListener('abort', () => log.push('native: told'))
        await sleep(1000)
        return new Response()
      }
      for (const fn of [lowered, native]) {
        const { handle, ends } = harness(fn, loop as never)
        const controller = new AbortController()
        const answer = handle(new Request('http://h.test/', { signal: controller.signal }))
        await sleep(70)
        controller.abort()
        expect((await answer).status).toBe(499)
        log.push(...ends)
      }
      await sleep(1000)
      expect(log).toEqual(['lowered: cleaned up', 'GET /: left 499', 'native: told', 'GET /: left 499'])
    }, ANSWERED),
  )

  it(
    'an error rejects, and what is no Response is refused by the name of the function',
    virtual(async (loop) => {
      const failing = harness(async () => {
        throw new RangeError('no')
      }, loop as never)
      await expect(failing.handle(new Request('http://h.test/'))).rejects.toThrow(RangeError)
      const wrong = harness(async function wrong() {
        return 'text' as never
      }, loop as never)
      await expect(wrong.handle(new Request('http://h.test/'))).rejects.toThrow(
        'to return a Response, got the string "text"',
      )
      await expect(wrong.handle(new Request('http://h.test/'))).rejects.toThrow('wrong')
      expect(() => handler('no function' as never)).toThrow(
        'Expected an async function, got the string "no function"',
      )
    }),
  )

  it(
    'work in the background goes on after the answer, and a shutdown waits for it',
    virtual(async (loop) => {
      const log: string[] = []
      const { handle } = harness(async (_request, context) => {
        context.background(async () => {
          await sleep(50)
          log.push(`done at ${loop.time()}`)
        })
        context.background(sleep(20))
        expect(() => context.background('work' as never)).toThrow(
          'Expected an async function or a promise, got the string "work"',
        )
        return new Response()
      }, loop as never)
      expect((await handle(new Request('http://h.test/'))).status).toBe(200)
      expect(handle.statistics()).toMatchObject({ active: 0, background: 2 })
      await handle.shutdown()
      expect(log).toEqual(['done at 50'])
    }),
  )

  it(
    'async generators make bodies and events',
    virtual(async () => {
      expect(await streamed(() => pieces('a', 'b')).text()).toBe('ab')
      expect(await streamed(pieces('c')).text()).toBe('c')
      const source = async function* () {
        yield 'plain'
        await sleep(1)
        yield { id: 1, data: { n: 1 } }
      }
      // An engine may be long over a chunk. Virtual time goes on meanwhile, and would have comments sent.
      const events = eventStream(source, { keepAlive: Number.POSITIVE_INFINITY })
      expect(events.headers.get('content-type')).toContain('text/event-stream')
      expect(await events.text()).toBe('data: plain\n\nid: 1\ndata: {"n":1}\n\n')
      expect(() => streamed('text' as never)).toThrow(
        'Expected streamed() to get an async generator function or an async iterable, got the string "text"',
      )
      expect(() => eventStream((() => 5) as never)).toThrow(', which returned the number 5')
    }),
  )

  onServer(
    'a client that leaves ends a lowered generator where it waits, and a native one at its next `yield`',
    virtual(async (loop) => {
      const log: string[] = []
      const source = `return async function* () {
        try { yield 'first'; await sleep(1000); yield 'never' } finally { log.push(name + ' ended at ' + loop.time()) }
      }`
      const lowered = run<() => AsyncGenerator<string>>(source, { sleep, log, loop, name: 'lowered' })
      const native = async function* (): AsyncGenerator<string> {
        try {
          yield 'first'
          await sleep(1000)
          yield 'never'
        } finally {
          log.push(`native ended at ${loop.time()}`)
        }
      }
      for (const body of [lowered, native]) {
        const { handle } = harness(async () => streamed(body), loop as never)
        const { body: stream } = await handle(new Request('http://h.test/'))
        const reader = stream?.getReader()
        expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first')
        void reader?.read()
        await sleep(10)
        await reader?.cancel()
      }
      await sleep(2000)
      expect(log).toEqual(['lowered ended at 10', 'native ended at 1010'])
    }, ANSWERED),
  )

  it(
    'a deadline ends what a request waits for',
    virtual(async (loop) => {
      const slow = handler(() => timeout(5000, () => sleep(1000, new Response())), {
        timeout: 100,
        loop: loop as never,
      })
      expect((await slow(new Request('http://h.test/'))).status).toBe(504)
      expect(loop.time()).toBe(100)
    }, ANSWERED),
  )
})
