// only on server: it is for node:http

// The end of a server, against clients that do what they can to prevent it.

import { once } from 'node:events'
import { createServer } from 'node:http'
import { fromPromise } from '@acoro/compat'
import { createTask, type EventLoop, emit, getRunningLoop, run, sleep } from '@acoro/core'
import { fetch, handler, streamed } from '@acoro/web'
import { nodeHandler, type ServedApp, type ServeOptions, serve, type WebServer } from '@acoro/web/node'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { begin, socketTo, textOf } from '../support/clients.ts'
import { signalled } from '../support/serving.ts'
import { failure, outcome, type Steps } from '../support/virtual.ts'

// The exception handler of the loop prints what no client hears of.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

/** Serves `app` during `body`, and closes it. */
function during<T>(app: ServedApp, options: ServeOptions, body: (server: WebServer) => Steps<T>): Promise<T> {
  return run(function* () {
    const server = yield* serve(app, { host: '127.0.0.1', ...options })
    try {
      return yield* body(server)
    } finally {
      yield* server.close()
    }
  })
}

/** A function that waits for the test, then answers. */
function gate() {
  const waiting = signalled()
  const go = signalled()
  const log: string[] = []
  const app = nodeHandler(function* (_req, res) {
    try {
      waiting.fire()
      yield* fromPromise(go.promise)
      res.end('whole')
    } catch (error) {
      log.push(`${error}`)
      throw error
    } finally {
      yield* sleep(1)
      log.push('finally')
    }
  })
  return { app, waiting: waiting.promise, go: go.fire, log }
}

const elapsed = function* (close: () => Steps<unknown>): Steps<number> {
  const loop: EventLoop = getRunningLoop()
  const before = loop.time()
  yield* close()
  return loop.time() - before
}

describe('serve', () => {
  test('an object with fetch, a listener, or a server of one’s own', async () => {
    const apps: [ServedApp, ServeOptions][] = [
      [
        {
          fetch: handler(function* () {
            return new Response('one')
          }),
        },
        {},
      ],
      [(_req, res) => void res.end('two'), {}],
      [(_req, res) => void res.end('three'), { server: createServer({ keepAliveTimeout: 1000 }) }],
    ]
    const texts: string[] = []
    for (const [app, options] of apps) {
      await during(app, options, function* (server) {
        texts.push(yield* (yield* fetch(server.url)).text())
        expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
      })
    }
    expect(texts).toEqual(['one', 'two', 'three'])
  })

  test('its coroutines run on the loop of the caller', async () => {
    const loops: unknown[] = []
    const app = nodeHandler(function* (_req, res) {
      loops.push(getRunningLoop())
      res.end()
    })
    await during(app, {}, function* (server) {
      loops.push(getRunningLoop())
      yield* (yield* fetch(server.url)).text()
    })
    expect(loops[0]).toBe(loops[1])
  })

  test('what is under way is answered, with `Connection: close`; nothing new is accepted', async () => {
    const { app, waiting, go, log } = gate()
    const story = await during(app, { grace: 10_000 }, function* (server) {
      const client = begin(server.url, 'GET')
      yield* fromPromise(waiting)
      const closing = createTask(server.close())
      yield* sleep(10)
      const refused = yield* failure(fetch(server.url))
      go()
      const answer = yield* fromPromise(client.answer)
      const text = yield* fromPromise(textOf(answer))
      return [refused.name, answer.headers.connection, text, yield* closing]
    })
    expect(story).toEqual(['ConnectError', 'close', 'whole', { underWay: 1, cancelled: 0, late: [] }])
    expect(log).toEqual(['finally'])
  })

  test('while it drains, the answer under way is whole and ends its connection, whatever is pipelined behind it', async () => {
    const { app, waiting, go } = gate()
    const first = await during(app, { grace: 10_000 }, function* (server) {
      // Pipelined behind one that is under way: Node has accepted it.
      const socket = yield* fromPromise(socketTo(server.port, 'GET /1 HTTP/1.1\r\nhost: x\r\n\r\n'))
      yield* fromPromise(waiting)
      const closing = createTask(server.close())
      yield* sleep(5)
      socket.write('GET /2 HTTP/1.1\r\nhost: x\r\n\r\n')
      yield* sleep(20)
      go()
      let text = ''
      socket.on('data', (chunk: Buffer) => {
        text += chunk
      })
      yield* fromPromise(once(socket, 'close'))
      yield* closing
      return text.split('\r\n')[0]
    })
    expect(first).toBe('HTTP/1.1 200 OK')
  })

  test('after the grace they are cancelled with the reason, and their `finally` is waited for', async () => {
    const { app, waiting, log } = gate()
    const story = await during(app, { grace: 30, hardGrace: 5000, reason: 'deploy' }, function* (server) {
      const client = begin(server.url, 'GET')
      yield* fromPromise(waiting)
      const report = yield* server.close()
      return [(yield* fromPromise(client.answer)).statusCode, report]
    })
    expect(story).toEqual([503, { underWay: 1, cancelled: 1, late: [] }])
    expect(log).toEqual(['CancelledError: deploy', 'finally'])
  })

  test('it ends within grace + hardGrace, whatever clients and functions do', async () => {
    const waiting = signalled()
    const app = nodeHandler(function* (req, res) {
      if (req.url === '/stuck') {
        waiting.fire()
        for (;;) {
          try {
            yield* sleep(1_000_000)
            return
          } catch {
            // It swallows every cancel, but the last.
            if (stop) throw new Error('enough')
          }
        }
      }
      res.write('never ends')
      yield* sleep(1_000_000)
    })
    let stop = false
    const story = await during(app, { grace: 100, hardGrace: 100 }, function* (server) {
      // Silent, half a request line, half a head that grows, half a body, an answer that nobody reads.
      yield* fromPromise(socketTo(server.port))
      yield* fromPromise(socketTo(server.port, 'GET / HT'))
      const loris = yield* fromPromise(socketTo(server.port, 'GET / HTTP/1.1\r\n'))
      const drip = setInterval(() => loris.write('x: y\r\n'), 5)
      yield* fromPromise(
        socketTo(server.port, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf'),
      )
      const deaf = yield* fromPromise(socketTo(server.port, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'))
      deaf.pause()
      begin(`${server.url}/stuck`, 'GET')
      yield* fromPromise(waiting.promise)
      const closing = createTask(server.close())
      const took = yield* elapsed(function* () {
        yield* closing
      })
      clearInterval(drip)
      const { sockets } = server.statistics()
      stop = true
      return [took >= 190 && took < 1000 ? 'in time' : took, yield* closing, sockets]
    })
    expect(story).toEqual(['in time', { underWay: 3, cancelled: 3, late: ['GET /stuck'] }, 0])
  })

  test('an answer that no coroutine makes is cut after the grace', async () => {
    const arrived = signalled()
    const app: ServedApp = (_req, res) => {
      res.write('half')
      arrived.fire()
    }
    const story = await during(app, { grace: 20, hardGrace: 10_000 }, function* (server) {
      const client = begin(server.url, 'GET')
      yield* fromPromise(arrived.promise)
      const text = client.answer.then(textOf)
      yield* fromPromise(client.answer)
      return [yield* server.close(), yield* fromPromise(text)]
    })
    expect(story).toEqual([{ underWay: 1, cancelled: 0, late: [] }, 'half…cut'])
  })

  test('an endless body is cut after the grace, and its source is closed', async () => {
    const log: string[] = []
    const app = {
      fetch: handler(function* () {
        return streamed(function* () {
          try {
            for (;;) {
              yield* sleep(1)
              yield* emit('tick')
            }
          } finally {
            log.push('closed')
          }
        })
      }),
    }
    const story = await during(app, { grace: 20, hardGrace: 5000 }, function* (server) {
      const answer = yield* fromPromise(begin(server.url, 'GET').answer)
      const text = textOf(answer)
      const report = yield* server.close()
      return [report, (yield* fromPromise(text)).endsWith('…cut')]
    })
    expect([story, log]).toEqual([[{ underWay: 1, cancelled: 1, late: [] }, true], ['closed']])
  })

  test('background work is waited for', async () => {
    const log: string[] = []
    const app = {
      fetch: handler(function* (_request, context) {
        context.background(
          (function* (): Steps {
            yield* sleep(30)
            log.push('done')
          })(),
        )
        return new Response()
      }),
    }
    await during(app, {}, function* (server) {
      yield* (yield* fetch(server.url)).text()
      yield* server.close()
      log.push('closed')
    })
    expect(log).toEqual(['done', 'closed'])
  })

  test('a signal closes it, a second one ends the waiting', async () => {
    const { app, waiting, log } = gate()
    const took = await run(function* () {
      const server = yield* serve(app, {
        host: '127.0.0.1',
        signals: ['SIGUSR2'],
        grace: 60_000,
        hardGrace: 60_000,
      })
      const client = begin(server.url, 'GET')
      yield* fromPromise(waiting)
      const forever = createTask(server.serveForever())
      process.emit('SIGUSR2')
      yield* sleep(10)
      expect(forever.done()).toBe(false)
      process.emit('SIGUSR2')
      yield* forever
      client.leave()
      return process.listenerCount('SIGUSR2')
    })
    expect(took).toBe(0)
    expect(log[0]).toBe('CancelledError: the server shuts down')
  })

  test('a signal during the start closes it right after', async () => {
    const report = await run(function* () {
      const starting = createTask(serve(() => {}, { host: '127.0.0.1', signals: ['SIGUSR2'] }))
      yield* sleep(0)
      process.emit('SIGUSR2')
      return yield* (yield* starting).serveForever()
    })
    expect(report).toEqual({ underWay: 0, cancelled: 0, late: [] })
  })

  test('cancelling `serveForever` closes it in order; cancelling `close` cuts everything now', async () => {
    const { app, waiting, go, log } = gate()
    await run(function* () {
      const server = yield* serve(app, { host: '127.0.0.1', grace: 60_000 })
      const forever = createTask(server.serveForever())
      const client = begin(server.url, 'GET')
      yield* fromPromise(waiting)
      forever.cancel()
      yield* sleep(5)
      expect(forever.done()).toBe(false)
      go()
      expect(yield* fromPromise(client.answer.then(textOf))).toBe('whole')
      expect(yield* outcome(forever)).toContain('CancelledError')
    })
    expect(log).toEqual(['finally'])
    const other = gate()
    await run(function* () {
      const server = yield* serve(other.app, { host: '127.0.0.1', grace: 60_000, hardGrace: 60_000 })
      const client = begin(server.url, 'GET')
      yield* fromPromise(other.waiting)
      const closing = createTask(server.close())
      yield* sleep(5)
      closing.cancel()
      expect(yield* outcome(closing)).toContain('CancelledError')
      expect(server.statistics().sockets).toBe(0)
      client.leave()
    })
    expect(other.log[0]).toBe('CancelledError: the server shuts down')
  })

  test('a port that is taken is the error of the platform', async () => {
    const error = await during(
      () => {},
      {},
      (server) => failure<NodeJS.ErrnoException>(serve(() => {}, { port: server.port, host: '127.0.0.1' })),
    )
    expect(error.code).toBe('EADDRINUSE')
  })

  test('a server that is left open is closed with its loop', async () => {
    const server = await run(() => serve(() => {}, { host: '127.0.0.1' }))
    await new Promise((resolve) => setImmediate(resolve))
    expect(server.server.listening).toBe(false)
  })

  test.each([
    [
      () => serve(5 as never),
      'Expected a listener (req, res), or an object with fetch(request), got the number 5',
    ],
    [
      () => serve({} as never),
      'Expected a listener (req, res), or an object with fetch(request), got an object',
    ],
    [
      () => serve(() => {}, { port: -1 }),
      'Expected the option port of serve() to be a whole number of at least 0, got -1',
    ],
    [
      () => serve(() => {}, { grace: Number.NaN }),
      'Expected the option grace of serve() in milliseconds, a number, got NaN',
    ],
    [
      () => serve(() => {}, { signals: 'SIGTERM' as never }),
      'Expected the option signals of serve() to be a list of signals such as \'SIGTERM\', got the string "SIGTERM"',
    ],
    [
      () => serve(() => {}, { server: {} as never }),
      'Expected the option server of serve() to be a server of node:http, got an object',
    ],
    [() => nodeHandler(5 as never), 'Expected a coroutine function, got the number 5'],
  ])('wrong arguments fail at the call: %s', (call, message) => {
    expect(call).toThrow(message)
  })
})
