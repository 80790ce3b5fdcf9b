import { AsyncLocalStorage } from 'node:async_hooks'
import { fromPromise } from '@acoro/compat'
import { asyncGenerator, currentTask, type EventLoop, emit, run, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import { type HandlerOptions, handler, type RequestEnd, type RequestFunction, streamed } from '@acoro/web'
import { describe, expect, test } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import type { Steps } from '../support/virtual.ts'

type Fn = RequestFunction<readonly unknown[]>

/** A handler on a virtual loop, and the story of its requests. */
function harness(fn: Fn, options: HandlerOptions = {}) {
  const loop = new VirtualLoop()
  const ends: string[] = []
  const reported: string[] = []
  loop.setExceptionHandler((_loop, { message, exception }) => reported.push(`${message}: ${exception}`))
  const handle = handler(fn, {
    loop: loop as EventLoop,
    onEnd: ({ name, status, outcome, duration }: RequestEnd) =>
      ends.push(`${name}: ${outcome} ${status} after ${duration}`),
    ...options,
  })
  const get = (path = '/', init: RequestInit = {}) => handle(new Request(`http://h.test${path}`, init))
  return { loop, handle, get, ends, reported }
}

/** Runs `program` beside the handler on its loop. */
const on = <T>(loop: VirtualLoop, program: () => Steps<T>): Promise<T> => loop.runAsync(program) as Promise<T>

/**
 * The text of a body. Firefox's own `text()` waits for turns of the page, of which a virtual clock knows
 * nothing.
 */
async function bodyOf(response: Response): Promise<string> {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text
    text += decoder.decode(value, { stream: true })
  }
}

describe('handler', () => {
  test('answers with what the function returns, in a task with a name', async () => {
    const { loop, get, ends } = harness(function* (request, context) {
      yield* sleep(5)
      return Response.json([currentTask()?.name, context.name, request.method])
    })
    const answer = await on(loop, function* () {
      return yield* fromPromise(get('/users/1?secret=1').then((response) => response.json()))
    })
    expect(answer).toEqual(['GET /users/1', 'GET /users/1', 'GET'])
    expect(ends).toEqual(['GET /users/1: answered 200 after 5'])
  })

  test('a client that leaves cancels the task once, and the answer is a 499 that nobody gets', async () => {
    const log: string[] = []
    const { loop, get, ends, reported } = harness(function* () {
      try {
        yield* sleep(1000)
      } catch (error) {
        log.push(String(error))
        throw error
      } finally {
        yield* sleep(10)
        log.push('cleaned up')
      }
      return new Response()
    })
    const controller = new AbortController()
    const response = await on(loop, function* () {
      const answer = get('/', { signal: controller.signal })
      yield* sleep(70)
      controller.abort()
      controller.abort()
      return yield* fromPromise(answer)
    })
    expect(response.status).toBe(499)
    expect(log).toEqual(['CancelledError: the client has gone', 'cleaned up'])
    expect(ends).toEqual(['GET /: left 499 after 80'])
    expect(reported).toEqual([])
  })

  test('a signal that is aborted after the answer changes nothing', async () => {
    const controller = new AbortController()
    const { loop, get, ends } = harness(function* () {
      yield* sleep(1)
      return new Response('whole')
    })
    const text = await on(loop, function* () {
      const response = yield* fromPromise(get('/', { signal: controller.signal }))
      controller.abort()
      return yield* fromPromise(response.text())
    })
    expect([text, ends]).toEqual(['whole', ['GET /: answered 200 after 1']])
  })

  test('a signal that is aborted before the call cancels at the first wait', async () => {
    const log: string[] = []
    const { loop, get, ends } = harness(function* () {
      log.push('begun')
      yield* sleep(5)
      log.push('never')
      return new Response()
    })
    await on(loop, function* () {
      yield* fromPromise(get('/', { signal: AbortSignal.abort() }))
    })
    expect([log, ends]).toEqual([['begun'], ['GET /: left 499 after 0']])
  })

  /** An answer of Node, as frameworks pass it on. */
  function outgoing() {
    const listeners = new Set<() => void>()
    const res = {
      closed: false,
      destroyed: false,
      writableEnded: false,
      writableFinished: false,
      socket: { destroyed: false, once() {} },
      on: (_event: string, listener: () => void) => void listeners.add(listener),
      removeListener: (_event: string, listener: () => void) => void listeners.delete(listener),
      close(): void {
        res.closed = true
        for (const listener of [...listeners]) listener()
      },
    }
    return { res, listeners }
  }

  const passing: [string, (res: unknown) => [request: object, env?: unknown]][] = [
    ['behind the request', (res) => [{}, { outgoing: res }]],
    ['by the request', (res) => [{ runtime: { name: 'node', node: { res } } }]],
  ]

  test.each(passing)(
    'the answer of Node that is passed %s tells of the client, and no signal is made',
    async (_how, pass) => {
      const { loop, handle, ends } = harness(function* () {
        yield* sleep(10)
        return new Response('answered')
      })
      const asked = (): never => {
        throw new Error('the signal was asked for')
      }
      const { res, listeners } = outgoing()
      const [members, ...platform] = pass(res)
      const request = Object.defineProperty(Object.assign(Object.create({}), members), 'signal', {
        get: asked,
      })
      Object.assign(request, { method: 'GET', url: 'http://h.test/' })
      await on(loop, function* () {
        const whole = handle(request, ...platform)
        yield* sleep(1)
        expect(listeners.size).toBe(1)
        yield* fromPromise(whole)
        expect(listeners.size).toBe(0)
        const left = handle(request, ...platform)
        yield* sleep(1)
        res.close()
        res.close()
        yield* fromPromise(left)
        // It has gone before the call.
        yield* fromPromise(handle(request, ...platform))
      })
      expect(ends).toEqual([
        'GET /: answered 200 after 10',
        'GET /: left 499 after 1',
        'GET /: left 499 after 0',
      ])
    },
  )

  test.each([
    [undefined],
    [null],
    [{ outgoing: null }],
    [{ outgoing: 'out' }],
    [{ outgoing: { writableEnded: false } }],
  ])('%j behind the request is no answer of Node: its signal is listened to', async (env) => {
    const controller = new AbortController()
    const { loop, handle, ends } = harness(() => sleep(10, new Response()))
    await on(loop, function* () {
      const answer = handle(new Request('http://h.test/', { signal: controller.signal }), env)
      yield* sleep(1)
      controller.abort()
      yield* fromPromise(answer)
    })
    expect(ends).toEqual(['GET /: left 499 after 1'])
  })

  test('promise code under the signal of the request throws its reason: a 499 by identity, another error is a failure', async () => {
    const reason = new Error('gone')
    const fn: Fn = function* (request) {
      const waits = new Promise<never>((_resolve, reject) => {
        request.signal.addEventListener('abort', () =>
          reject(request.url.endsWith('/same') ? request.signal.reason : new Error('gone')),
        )
      })
      yield* fromPromise(waits)
      return new Response()
    }
    const { loop, get, ends, reported } = harness(fn, { signal: (request) => request.signal })
    for (const path of ['/same', '/other']) {
      const controller = new AbortController()
      await on(loop, function* () {
        const answer = get(path, { signal: controller.signal })
        yield* sleep(1)
        controller.abort(reason)
        yield* fromPromise(answer)
      })
    }
    expect(ends).toEqual(['GET /same: left 499 after 1', 'GET /other: left 499 after 1'])
    expect(reported).toEqual([])
  })

  test('the deadline answers 504 at once, even if the function swallows the cancel', async () => {
    const log: string[] = []
    const { loop, get, ends } = harness(
      function* () {
        try {
          yield* sleep(1000)
        } catch (error) {
          log.push(String(error))
        }
        yield* sleep(1000)
        return new Response('too late')
      },
      { timeout: 100 },
    )
    const story = await on(loop, function* () {
      const response = yield* fromPromise(get())
      const at = loop.time()
      yield* sleep(2000)
      return [response.status, at]
    })
    expect(story).toEqual([504, 100])
    expect(log).toEqual(['CancelledError: GET / did not answer within 100 ms'])
    expect(ends).toEqual(['GET /: deadline 504 after 1100'])
  })

  test('above maxConcurrent the answer is 503 with Retry-After, at once, and a slot is free when its task has ended', async () => {
    const { loop, get, ends, handle } = harness(
      function* () {
        yield* sleep(100)
        return new Response()
      },
      { maxConcurrent: 2, retryAfter: 2500 },
    )
    const story = await on(loop, function* () {
      const admitted = [get('/1'), get('/2')]
      const refused = yield* fromPromise(get('/3'))
      const at = loop.time()
      const { active } = handle.statistics()
      yield* fromPromise(Promise.all(admitted))
      const again = yield* fromPromise(get('/4'))
      return [
        refused.status,
        refused.headers.get('retry-after'),
        at,
        active,
        again.status,
        handle.statistics(),
      ]
    })
    expect(story).toEqual([503, '3', 0, 2, 200, { active: 0, background: 0, refused: 1 }])
    expect(ends[0]).toBe('GET /3: refused 503 after 0')
  })

  test('an error rejects, so that the framework answers; what is no Response says so', async () => {
    const { loop, get, ends } = harness(function* (request) {
      if (request.url.endsWith('/throw')) throw new Error('broken')
      if (request.url.endsWith('/undefined')) throw undefined
      return { a: 1 } as never
    })
    const errors = await on(loop, function* () {
      const settled = yield* fromPromise(Promise.allSettled([get('/throw'), get('/undefined'), get('/')]))
      return settled.map((result) => `${(result as PromiseRejectedResult).reason}`)
    })
    expect(errors[0]).toBe('Error: broken')
    expect(errors[1]).toBe('undefined')
    expect(errors[2]).toContain(
      'to return a Response, got an object: return new Response(…) or Response.json(…)',
    )
    expect(ends).toEqual([
      'GET /throw: failed 500 after 0',
      'GET /undefined: failed 500 after 0',
      'GET /: failed 500 after 0',
    ])
  })

  test('an error after the client has gone is reported, not thrown at the framework', async () => {
    const { loop, get, reported } = harness(function* () {
      try {
        yield* sleep(100)
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: it is what is tested.
        throw new Error('in finally')
      }
    })
    const controller = new AbortController()
    const response = await on(loop, function* () {
      const answer = get('/', { signal: controller.signal })
      yield* sleep(1)
      controller.abort()
      return yield* fromPromise(answer)
    })
    expect([response.status, reported]).toEqual([499, ['error after the answer of GET /: Error: in finally']])
  })

  onlyOn('server', 'the stores are those of Node')(
    'tasks keep the AsyncLocalStorage stores of their callers, in the body too',
    async () => {
      const user = new AsyncLocalStorage<string>()
      const seen: unknown[] = []
      const handle = handler(function* () {
        yield* sleep(1)
        seen.push(user.getStore())
        return streamed(function* () {
          yield* sleep(1)
          yield* emit(String(user.getStore()))
        })
      })
      const texts = await Promise.all(
        ['ada', 'bob'].map((name) =>
          user.run(name, () => handle(new Request('http://h.test/')).then((response) => response.text())),
        ),
      )
      expect([seen, texts]).toEqual([
        ['ada', 'bob'],
        ['ada', 'bob'],
      ])
    },
  )

  test('context: the signal is aborted with the task; the platform is passed on; background work goes on', async () => {
    const log: string[] = []
    const { loop, handle } = harness(function* (_request, context) {
      log.push(`platform ${context.platform.join()}`)
      context.signal.addEventListener('abort', () => log.push('signal'))
      context.background(
        (function* () {
          yield* sleep(50)
          log.push('background done')
        })(),
      )
      yield* sleep(1000)
      return new Response()
    })
    const controller = new AbortController()
    const report = await on(loop, function* () {
      const answer = handle(new Request('http://h.test/', { signal: controller.signal }), 'env', 7)
      yield* sleep(10)
      controller.abort()
      yield* fromPromise(answer)
      log.push(`background ${handle.statistics().background}`)
      return yield* handle.shutdown()
    })
    expect(log).toEqual(['platform env,7', 'signal', 'background 1', 'background done'])
    expect(report).toEqual({ underWay: 0, cancelled: 0, late: [] })
  })

  test('shutdown: refuses, waits, cancels with the reason, waits for finally, names what is late', async () => {
    const log: string[] = []
    const { loop, get, handle, ends } = harness(function* (request) {
      const path = new URL(request.url).pathname
      try {
        yield* sleep(path === '/quick' ? 50 : 10_000)
      } catch (error) {
        log.push(`${path} ${error}`)
        yield* sleep(path === '/slow' ? 20 : 5000)
        throw error
      }
      return new Response()
    })
    const story = await on(loop, function* () {
      const answers = ['/quick', '/slow', '/stuck'].map((path) => get(path))
      yield* sleep(10)
      const before = loop.time()
      const closing = loop.createTask(handle.shutdown({ grace: 100, hardGrace: 200, reason: 'deploy' }))
      yield* sleep(1)
      const refused = yield* fromPromise(get('/new'))
      const report = yield* closing
      const took = loop.time() - before
      yield* fromPromise(Promise.all(answers))
      return [refused.status, refused.headers.get('connection'), report, took]
    })
    expect(story).toEqual([503, 'close', { underWay: 3, cancelled: 2, late: ['GET /stuck'] }, 300])
    expect(log).toEqual(['/slow CancelledError: deploy', '/stuck CancelledError: deploy'])
    expect(ends).toEqual([
      'GET /new: refused 503 after 0',
      'GET /quick: answered 200 after 50',
      'GET /slow: shutdown 503 after 130',
      'GET /stuck: shutdown 503 after 5110',
    ])
  })

  test('an onEnd that throws is reported', async () => {
    const { loop, get, reported } = harness(() => sleep(1, new Response()), {
      onEnd() {
        throw new Error('in the log')
      },
    })
    await on(loop, function* () {
      yield* fromPromise(get())
    })
    expect(reported).toEqual(['error in onEnd of GET /: Error: in the log'])
  })

  test('runs on the background loop where none runs, and on the loop of `run` inside one', async () => {
    const handle = handler(function* () {
      yield* sleep(1)
      return new Response('x')
    })
    expect(await (await handle(new Request('http://h.test/'))).text()).toBe('x')
    expect(await run(() => fromPromise(handle(new Request('http://h.test/')).then((r) => r.text())))).toBe(
      'x',
    )
  })

  test.each([
    [() => handler(5 as never), 'Expected a coroutine function, got the number 5'],
    [
      () => handler(function* () {} as never, { timeout: -1 }),
      'Expected the option timeout of handler() in milliseconds, 0 or more, got -1',
    ],
    [
      () => handler(function* () {} as never, { maxConcurrent: 0 }),
      'Expected the option maxConcurrent of handler() to be a whole number of at least 1, or Infinity, got 0',
    ],
    [
      () => handler(function* () {} as never, { signal: 1 as never }),
      'Expected the option signal of handler() to be a function, got the number 1',
    ],
    [
      () => handler(function* () {} as never, { loop: {} as never }),
      'Expected the option loop of handler() to be an event loop, got an object',
    ],
    [
      () => streamed('text' as never),
      'Expected streamed() to get a source with anext(), or a generator function, got the string "text"',
    ],
  ])('wrong arguments fail at the call: %s', (call, message) => {
    expect(call).toThrow(message)
  })

  test('an async function is told that it needs no handler', async () => {
    const handle = handler((async () => new Response()) as never)
    await expect(handle(new Request('http://h.test/'))).rejects.toThrow(
      'to return a coroutine, got a Promise: an async function needs no handler()',
    )
  })
})

describe('streamed bodies', () => {
  const counting = (log: string[], count = Infinity) =>
    asyncGenerator(function* counting() {
      try {
        for (let i = 0; i < count; i++) {
          log.push(`made ${i}`)
          yield* emit(`${i};`)
        }
      } finally {
        yield* sleep(5)
        log.push('closed')
      }
    })

  test('a chunk is made when the client wants one', async () => {
    const log: string[] = []
    const { loop, get, ends } = harness(function* () {
      return streamed(counting(log)())
    })
    await on(loop, function* () {
      const response = yield* fromPromise(get())
      yield* sleep(100)
      log.push('reading')
      const reader = response.body!.getReader()
      yield* fromPromise(reader.read())
      yield* fromPromise(reader.read())
      yield* sleep(100)
      log.push('leaving')
      yield* fromPromise(reader.cancel())
      log.push('left')
    })
    expect(log).toEqual(['reading', 'made 0', 'made 1', 'leaving', 'closed', 'left'])
    expect(ends).toEqual(['GET /: left 499 after 205'])
  })

  test('a body to its end is one answer', async () => {
    const log: string[] = []
    const { loop, get, ends } = harness(function* () {
      return streamed(counting(log, 3)(), { status: 201, headers: { 'x-a': '1' } })
    })
    const answer = await on(loop, function* () {
      const response = yield* fromPromise(get())
      return [response.status, response.headers.get('x-a'), yield* fromPromise(bodyOf(response))]
    })
    expect(answer).toEqual([201, '1', '0;1;2;'])
    expect(ends).toEqual(['GET /: answered 201 after 5'])
  })

  test('the signal and the stream tell of one client: it is cancelled once', async () => {
    const log: string[] = []
    const controller = new AbortController()
    const { loop, get, ends, reported } = harness(function* () {
      return streamed(counting(log)())
    })
    await on(loop, function* () {
      const response = yield* fromPromise(get('/', { signal: controller.signal }))
      const reader = response.body!.getReader()
      yield* fromPromise(reader.read())
      controller.abort()
      yield* fromPromise(reader.cancel().catch(() => {}))
    })
    expect([log, ends, reported]).toEqual([['made 0', 'closed'], ['GET /: left 499 after 5'], []])
  })

  test('a body that the function has cancelled itself is closed once', async () => {
    const log: string[] = []
    const { loop, get, ends } = harness(function* () {
      const response = streamed({
        *anext() {
          yield* sleep(1)
          return { done: false, value: 'chunk' }
        },
        *aclose() {
          yield* sleep(1)
          log.push('closed')
        },
      } as never)
      void response.body?.cancel()
      return response
    })
    await on(loop, function* () {
      yield* fromPromise(get())
      yield* sleep(10)
    })
    expect([log, ends]).toEqual([['closed'], ['GET /: answered 200 after 0']])
  })

  test('an error after the first chunk is a cut, and is reported', async () => {
    const { loop, get, ends, reported } = harness(function* () {
      return streamed(function* () {
        yield* emit('first')
        throw new Error('in the body')
      })
    })
    const end = await on(loop, function* () {
      const response = yield* fromPromise(get())
      return yield* fromPromise(bodyOf(response).then(String, String))
    })
    expect(end).toBe('Error: in the body')
    expect(ends).toEqual(['GET /: failed 200 after 0'])
    expect(reported).toEqual(['error after the answer of GET /: Error: in the body'])
  })

  test.each([204, 205, 304])('with the status %s the source is not begun', async (status) => {
    const log: string[] = []
    const { loop, get } = harness(function* () {
      return streamed(counting(log)(), { status })
    })
    const response = await on(loop, function* () {
      const answer = yield* fromPromise(get())
      yield* sleep(10)
      return answer
    })
    expect([response.status, response.body, log]).toEqual([status, null, []])
  })

  test('for HEAD no body is made, and that of a plain stream is cancelled', async () => {
    const log: string[] = []
    const { loop, get, ends } = harness(function* (request) {
      if (request.url.endsWith('/own')) return streamed(counting(log)(), { headers: { 'x-a': '1' } })
      return new Response(new ReadableStream({ cancel: () => void log.push('cancelled') }), {
        headers: { 'x-a': '2' },
      })
    })
    const answers = await on(loop, function* () {
      const own = yield* fromPromise(get('/own', { method: 'HEAD' }))
      const plain = yield* fromPromise(get('/plain', { method: 'HEAD' }))
      yield* sleep(10)
      return [own, plain].map((response) => [response.headers.get('x-a'), response.body])
    })
    expect(answers).toEqual([
      ['1', null],
      ['2', null],
    ])
    expect(log).toEqual(['cancelled'])
    expect(ends).toEqual(['HEAD /own: answered 200 after 0', 'HEAD /plain: answered 200 after 0'])
  })

  test('an answer that comes when the client has gone is dropped, and its body closed', async () => {
    const log: string[] = []
    const { loop, get, ends } = harness(function* () {
      try {
        yield* sleep(1000)
      } catch {
        // A function that swallows its cancel.
      }
      return streamed(counting(log)())
    })
    const controller = new AbortController()
    const response = await on(loop, function* () {
      const answer = get('/', { signal: controller.signal })
      yield* sleep(1)
      controller.abort()
      return yield* fromPromise(answer)
    })
    expect([response.status, log, ends]).toEqual([499, [], ['GET /: left 499 after 1']])
  })

  test('the deadline of the answer does not cut its body', async () => {
    const { loop, get } = harness(
      function* () {
        return streamed(function* () {
          yield* sleep(1000)
          yield* emit('late, and whole')
        })
      },
      { timeout: 100 },
    )
    const text = await on(loop, function* () {
      const response = yield* fromPromise(get())
      return yield* fromPromise(response.text())
    })
    expect(text).toBe('late, and whole')
  })

  test('a chunk that is neither text nor bytes is an error by name', async () => {
    const { loop, get, reported } = harness(function* () {
      return streamed(function* () {
        yield* emit({ a: 1 } as never)
      })
    })
    await on(loop, function* () {
      const response = yield* fromPromise(get())
      yield* fromPromise(bodyOf(response).catch(() => {}))
    })
    expect(reported).toEqual([
      'error after the answer of GET /: TypeError: Expected the body of a response to be made of strings and bytes, got an object',
    ])
  })

  test('without a handler it is made when it is read, in a task of its own', async () => {
    const log: string[] = []
    const response = streamed(counting(log, 2)())
    expect(log).toEqual([])
    expect(await response.text()).toBe('0;1;')
    const left = streamed(counting(log)())
    const reader = left.body!.getReader()
    await reader.read()
    await reader.cancel()
    expect(log).toEqual(['made 0', 'made 1', 'closed', 'made 0', 'closed'])
  })
})
