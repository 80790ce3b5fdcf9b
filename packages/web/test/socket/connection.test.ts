// only on server: they are those of ws

// What a WebSocket promises, on virtual time: no network, and every order is exact.

import { asyncFor, createTask, getRunningLoop, sleep } from '@acoro/core'
import type { RequestEnd } from '@acoro/web'
import { type UpgradeOptions, upgrade, type WebSocketConnection, type WebSocketFunction } from '@acoro/web/ws'
import { type FakeWebSocketOptions, fakeWebSocket } from '@acoro/web/ws-testing'
import { describe, expect, test } from 'vitest'
import { failure, now, outcome, play, type Steps, starting } from '../support/virtual.ts'

type Talk = (
  socket: WebSocketConnection,
  ...rest: Parameters<WebSocketFunction> extends [unknown, ...infer R] ? R : never
) => Steps<unknown>

interface World extends ReturnType<typeof fakeWebSocket> {
  listener: ReturnType<typeof upgrade>
}

/** Plays `client` against `talk`. Returns its log, and how the task ended. */
function against(
  talk: Talk,
  client: (world: World, log: string[]) => Steps<unknown>,
  options: UpgradeOptions = {},
  ofClient: FakeWebSocketOptions = {},
): string[] {
  const log: string[] = []
  const note = (text: string): void => void log.push(text)
  const listener = upgrade((...args) => talk(...args) as never, {
    ...options,
    onEnd: ({ outcome, status }: RequestEnd) => note(`${outcome} ${status} at ${now()}`),
  })
  play(function* () {
    const fake = fakeWebSocket(listener, ofClient)
    yield* client({ ...fake, listener }, log)
    yield* sleep(100_000)
  })
  return log
}

/** Notes what is thrown in `steps`, at the time it is thrown. */
function* noting<T>(log: string[], steps: Steps<T>): Steps<T | undefined> {
  try {
    return yield* steps
  } catch (error) {
    log.push(`${error} at ${now()}`)
    throw error
  }
}

/** The body of a loop that collects. */
const into = (got: unknown[]) =>
  function* (message: unknown): Steps {
    got.push(message)
  }

const echo: Talk = function* (socket) {
  yield* asyncFor(socket, (message) => socket.send(message))
}

describe('messages', () => {
  test('text and bytes arrive as they were sent, the empty ones too', () => {
    const got: unknown[] = []
    const log = against(echo, function* ({ socket }) {
      for (const message of ['héllo', '', new Uint8Array([0, 255]), new Uint8Array(0)]) {
        yield* socket.send(message)
        got.push(yield* socket.receive())
      }
      yield* socket.close()
    })
    expect(got).toEqual(['héllo', '', new Uint8Array([0, 255]), new Uint8Array(0)])
    expect(log).toEqual(['answered 101 at 10'])
  })

  test('a lone surrogate becomes U+FFFD, and a byte order mark stays', () => {
    const got: unknown[] = []
    against(echo, function* ({ socket }) {
      yield* socket.send('\ud800\ufeff')
      got.push(yield* socket.receive())
    })
    expect(got).toEqual(['\ufffd\ufeff'])
  })

  test.each([
    [undefined, 'Expected send() to get text or bytes, got undefined: objects go through JSON.stringify()'],
    [{ a: 1 }, 'Expected send() to get text or bytes, got an object: objects go through JSON.stringify()'],
    [5, 'Expected send() to get text or bytes, got the number 5: objects go through JSON.stringify()'],
  ])('other values are refused at the call: %s', (value, message) => {
    against(echo, function* ({ socket }) {
      expect(() => socket.send(value as never)).toThrow(new TypeError(message))
      yield* socket.close()
    })
  })

  test('a second task that receives is refused, and the first goes on', () => {
    const got: unknown[] = []
    against(echo, function* ({ socket }) {
      const first = starting(socket.receive())
      yield* sleep(0)
      got.push(String(yield* failure(socket.receive())))
      yield* socket.send('for the first')
      got.push(yield* first)
    })
    expect(got).toEqual([
      'RuntimeError: another task waits for the next message of ws://fake/ already',
      'for the first at 2',
    ])
  })

  test('a cancelled receive loses no message, not even in the step in which it arrives', () => {
    const got: unknown[] = []
    against(echo, function* ({ socket }) {
      yield* socket.send('once')
      const waiting = createTask(socket.receive())
      yield* sleep(2)
      waiting.cancel()
      got.push((yield* outcome(waiting)).split(' ')[0])
      got.push(yield* socket.receive())
    })
    expect(['CancelledError', 'once at 2']).toContain(got[0])
    expect(got.at(-1)).toBe('once')
  })
})

describe('a side that does not read', () => {
  const hundred = 'x'.repeat(100)

  test('send waits above the high-water mark, in order, and goes on when there is room', () => {
    const log: string[] = []
    const ended = against(
      function* (socket) {
        for (let i = 0; i < 6; i++) {
          yield* socket.send(hundred)
          log.push(`sent ${i} at ${now()}: ${socket.statistics().sending}`)
        }
      },
      function* ({ socket }) {
        yield* sleep(1000)
        for (let i = 0; i < 6; i++) yield* socket.receive()
      },
      { highWaterMark: 300 },
      { receiveBuffer: 1 },
    )
    // The first has arrived, and its client reads no more; two and a bit more are on their way.
    expect(log).toEqual([
      'sent 0 at 0: 164',
      'sent 1 at 0: 328',
      'sent 2 at 1: 328',
      'sent 3 at 1000: 328',
      'sent 4 at 1000: 328',
      'sent 5 at 1001: 328',
    ])
    expect(ended).toHaveLength(1)
  })

  test('a cancelled send has sent nothing, and the next in line is served', () => {
    const got: unknown[] = []
    against(
      function* (socket) {
        yield* socket.send('first')
        yield* socket.send('second')
        const cancelled = starting(socket.send('cancelled'))
        const next = starting(socket.send('next'))
        yield* sleep(10)
        got.push(socket.statistics().waiting)
        cancelled.cancel('gone')
        got.push(yield* cancelled, yield* next)
      },
      function* ({ socket }) {
        yield* sleep(50)
        yield* asyncFor(socket, into(got))
      },
      { highWaterMark: 1 },
      { receiveBuffer: 1 },
    )
    expect(got).toEqual([2, 'first', 'second', 'CancelledError: gone at 11', 'undefined at 50', 'next'])
  })

  test('one that is cancelled in the step in which it is woken hands its room on', () => {
    const got: unknown[] = []
    against(
      function* (socket) {
        yield* socket.send('first')
        const cancelled = starting(socket.send('cancelled'))
        const next = starting(socket.send('next'))
        // Behind the delivery, which makes room, in the same iteration of the loop.
        getRunningLoop().callLater(1, () => cancelled.cancel())
        got.push(yield* cancelled, yield* next)
      },
      function* ({ socket }) {
        yield* asyncFor(socket, into(got))
      },
      { highWaterMark: 1 },
    )
    expect(got.filter((item) => item === 'next')).toEqual(['next'])
    expect(got).not.toContain('cancelled')
  })

  test('a client that floods is held back, and nothing is lost', () => {
    const got: unknown[] = []
    const log = against(
      function* (socket) {
        yield* sleep(1000)
        got.push(socket.statistics())
        yield* asyncFor(socket, into(got))
      },
      function* ({ socket }) {
        for (let i = 0; i < 50; i++) yield* socket.send(String(i))
        yield* socket.close()
      },
      { receiveBuffer: 200 },
    )
    expect(got[0]).toEqual({ sending: 0, waiting: 0, unread: 4, isHeldBack: true })
    expect(got.slice(1)).toEqual(Array.from({ length: 50 }, (_, i) => String(i)))
    expect(log).toEqual(['answered 101 at 1001'])
  })
})

describe('the closing handshake', () => {
  test('the function returns: 1000, after what was sent', () => {
    const got: unknown[] = []
    const log = against(
      function* (socket) {
        yield* socket.send('last')
      },
      function* ({ socket }) {
        got.push(yield* socket.receive(), yield* socket.anext())
        got.push(String(yield* failure(socket.receive())))
        got.push(String(yield* failure(socket.send('late'))))
      },
    )
    expect(got).toEqual([
      'last',
      { done: true, value: undefined },
      'WebSocketClosedError: ws://fake/: the WebSocket has closed (1000)',
      'WebSocketClosedError: ws://fake/: the WebSocket has closed (1000)',
    ])
    expect(log).toEqual(['answered 101 at 2'])
  })

  test('codes beside 1000 and 1001 end a loop with an error', () => {
    const got: unknown[] = []
    against(
      function* (socket) {
        yield* socket.close(4401, 'who are you?')
      },
      function* ({ socket }) {
        got.push(String(yield* failure(asyncFor(socket, into([])))))
      },
    )
    expect(got).toEqual(['WebSocketClosedError: ws://fake/: the WebSocket has closed (4401, "who are you?")'])
  })

  test('the other side never answers: it is cut after closeTimeout', () => {
    const log = against(
      function* (socket) {
        yield* sleep(5)
        yield* socket.close()
      },
      function* ({ vanish }) {
        yield* sleep(1)
        vanish()
      },
      { closeTimeout: 300 },
    )
    expect(log).toEqual(['answered 101 at 305'])
  })

  test('a cancelled close cuts at once', () => {
    const got: string[] = []
    against(
      function* (socket) {
        const closing = starting(socket.close())
        yield* sleep(10)
        closing.cancel()
        got.push(yield* closing)
        yield* sleep(1)
        got.push(String(socket.isClosed))
      },
      function* ({ vanish }) {
        yield* sleep(0)
        vanish()
      },
    )
    expect(got).toEqual(['CancelledError at 10', 'true'])
  })

  test('a side that floods does not hold up the close frame', () => {
    const log = against(
      function* (socket) {
        yield* sleep(100)
        yield* socket.close()
      },
      function* ({ socket }) {
        const flood = createTask(
          (function* (): Steps {
            for (;;) yield* socket.send('flood')
          })() as never,
        )
        yield* outcome(flood)
      },
      { receiveBuffer: 100 },
      { highWaterMark: 1000 },
    )
    expect(log).toHaveLength(1)
    expect(log[0]).toMatch(/^answered 101 at 1\d\d$/)
  })

  test.each([
    [[1005], 'Expected a close code of 1000 to 1014 (but 1004 to 1006) or 3000 to 4999, got the number 1005'],
    [[2000], 'Expected a close code of 1000 to 1014 (but 1004 to 1006) or 3000 to 4999, got the number 2000'],
    [['x'], 'Expected a close code of 1000 to 1014 (but 1004 to 1006) or 3000 to 4999, got the string "x"'],
    [[1000, 5], 'Expected the reason of close() as text, got the number 5'],
    [[1000, 'ä'.repeat(62)], 'Expected a reason of at most 123 bytes, got 124'],
  ])('what cannot be sent is refused at the call: %j', (args, message) => {
    against(echo, function* ({ socket }) {
      expect(() => socket.close(...(args as []))).toThrow(message)
      expect(() => socket.abort(...(args as []))).toThrow(message)
      yield* socket.close()
    })
  })
})

describe('a client that goes', () => {
  /** Waits for something that is no message, then tells how that ended. */
  const busy = (log: string[], before?: (socket: WebSocketConnection) => Steps<unknown>): Talk =>
    function* (socket) {
      if (before !== undefined) yield* before(socket)
      yield* noting(log, sleep(60_000) as unknown as Steps)
    }

  test('it breaks: the task is cancelled, once, wherever it waits', () => {
    const log: string[] = []
    const ended = against(
      function* (socket) {
        try {
          yield* noting(log, socket.receive() as never)
        } finally {
          yield* noting(log, sleep(20) as unknown as Steps)
          log.push(`cleaned up at ${now()}`)
        }
      },
      function* ({ cut }) {
        yield* sleep(5)
        cut()
      },
    )
    expect([...log, ...ended]).toEqual([
      'CancelledError: the client has gone at 6',
      'cleaned up at 26',
      'left 499 at 26',
    ])
  })

  test('it closes in order while the function sends only: the task is cancelled', () => {
    const log: string[] = []
    const ended = against(busy(log), function* ({ socket }) {
      yield* sleep(5)
      yield* socket.close()
    })
    expect([...log, ...ended]).toEqual(['CancelledError: the client has gone at 7', 'left 499 at 7'])
  })

  test('it closes in order while a message is worked on: the work goes on, and then it is told', () => {
    const got: unknown[] = []
    const ended = against(
      function* (socket) {
        for (;;) {
          const result = yield* socket.anext()
          if (result.done === true) break
          yield* sleep(50)
          got.push(`${result.value} at ${now()}`)
        }
      },
      function* ({ socket }) {
        yield* socket.send('one')
        yield* socket.send('two')
        yield* socket.close()
      },
    )
    expect([got, ended]).toEqual([['one at 51', 'two at 101'], ['answered 101 at 101']])
  })

  test('a function that has received, and does not come back, is cancelled after closeTimeout', () => {
    const log: string[] = []
    const ended = against(
      busy(log, (socket) => socket.receive() as never),
      function* ({ socket }) {
        yield* socket.send('subscribe')
        yield* socket.close()
      },
      { closeTimeout: 500 },
    )
    expect([...log, ...ended]).toEqual(['CancelledError: the client has gone at 502', 'left 499 at 502'])
  })

  test('a function that lets the error of receive pass has not failed', () => {
    const log: string[] = []
    const ended = against(
      function* (socket) {
        for (;;) yield* noting(log, socket.receive() as never)
      },
      function* ({ socket }) {
        yield* socket.close(4000, 'bye')
      },
    )
    expect([...log, ...ended]).toEqual([
      'WebSocketClosedError: GET /: the WebSocket has closed (4000, "bye") at 2',
      'left 499 at 2',
    ])
  })

  test('a waiting send hears of the end', () => {
    const log: string[] = []
    const ended = against(
      function* (socket) {
        for (;;) yield* noting(log, socket.send('tick') as never)
      },
      function* ({ socket, cut }) {
        yield* sleep(10)
        void socket
        cut()
      },
      { highWaterMark: 100 },
      { receiveBuffer: 1 },
    )
    expect(log).toHaveLength(1)
    expect(log[0]).toMatch(/^(CancelledError|WebSocketClosedError)/)
    expect(ended).toEqual(['left 499 at 11'])
  })

  test('its network goes without a word: no pong comes, and it is cut', () => {
    const log: string[] = []
    const ended = against(
      function* (socket) {
        yield* noting(log, socket.receive() as never)
      },
      function* ({ vanish }) {
        yield* sleep(150)
        vanish()
      },
      { pingInterval: 100, pingTimeout: 30 },
    )
    // Pings at 100 (answered) and 230.
    expect([...log, ...ended]).toEqual(['CancelledError: the client has gone at 260', 'left 499 at 260'])
  })

  test('one that the function holds back is not cut for its silence', () => {
    const ended = against(
      function* (socket) {
        yield* sleep(1000)
        yield* asyncFor(socket, into([]))
      },
      function* ({ socket }) {
        for (let i = 0; i < 5; i++) yield* socket.send('x')
        yield* sleep(2000)
        yield* socket.close()
      },
      { pingInterval: 100, pingTimeout: 30, receiveBuffer: 1 },
      { highWaterMark: 100_000 },
    )
    expect(ended).toEqual(['answered 101 at 2002'])
  })

  test('aborting gives it up: the function is cancelled, and the client gets the code', () => {
    const got: string[] = []
    const log: string[] = []
    const ended = against(
      function* (socket) {
        yield* sleep(5)
        socket.abort(1008, 'rude')
        yield* noting(log, sleep(1000) as unknown as Steps)
      },
      function* ({ socket }) {
        got.push(String(yield* failure(asyncFor(socket, into([])))))
      },
    )
    expect(got).toEqual(['WebSocketClosedError: ws://fake/: the WebSocket has closed (1008, "rude")'])
    expect([...log, ...ended]).toEqual(['CancelledError: the client has gone at 5', 'left 499 at 7'])
  })
})

describe('a function that fails', () => {
  test('closes with 1011, and is reported', () => {
    const reported: string[] = []
    const got: string[] = []
    const log: string[] = []
    const listener = upgrade(
      function* () {
        yield* sleep(1)
        throw undefined
      },
      { onEnd: ({ outcome }) => void log.push(outcome) },
    )
    play(function* () {
      const { socket } = fakeWebSocket(listener)
      getRunningLoop().setExceptionHandler((_loop, { message, exception }) =>
        reported.push(`${message}: ${exception}`),
      )
      got.push(String(yield* failure(socket.receive())))
      yield* sleep(10)
    })
    expect([got, log, reported]).toEqual([
      ['WebSocketClosedError: ws://fake/: the WebSocket has closed (1011)'],
      ['failed'],
      ['error in the WebSocket of GET /: undefined'],
    ])
  })

  test('cancelling it from elsewhere closes with 1001', () => {
    const got: unknown[] = []
    const log = against(
      function* (_socket, _request, context) {
        got.push(context.name)
        const { task } = context
        task.getLoop().callLater(5, () => task.cancel())
        yield* sleep(1000)
      },
      function* ({ socket }) {
        got.push(yield* socket.anext())
      },
    )
    expect(got).toEqual(['GET /', { done: true, value: undefined }])
    expect(log).toEqual(['answered 101 at 7'])
  })
})

describe('a shutdown', () => {
  test('ends receiving, waits for the function, and closes with 1001', () => {
    const log: string[] = []
    const got: unknown[] = []
    const ended = against(
      function* (socket) {
        yield* asyncFor(socket, into(got))
        log.push(`told at ${now()}`)
        yield* sleep(30)
        yield* socket.send('farewell')
      },
      function* ({ socket, listener }) {
        yield* socket.send('hello')
        yield* sleep(10)
        const report = starting(listener.shutdown({ grace: 1000 }))
        got.push(yield* socket.receive(), yield* socket.anext())
        got.push(String(yield* failure(socket.receive())))
        yield* report
        log.push(`over at ${now()}`)
      },
    )
    expect(got).toEqual([
      'hello',
      'farewell',
      { done: true, value: undefined },
      'WebSocketClosedError: ws://fake/: the WebSocket has closed (1001, "the server shuts down")',
    ])
    expect([...log, ...ended]).toEqual(['told at 10', 'over at 42', 'answered 101 at 42'])
  })

  test('cancels after the grace what does not listen, and a client that vanished costs a second', () => {
    const log: string[] = []
    const ended = against(
      function* () {
        yield* noting(log, sleep(60_000) as unknown as Steps)
      },
      function* ({ vanish, listener }) {
        yield* sleep(10)
        vanish()
        const report = yield* listener.shutdown({ grace: 100, hardGrace: 5000, reason: 'deploy' })
        log.push(`${JSON.stringify(report)} at ${now()}`)
      },
    )
    expect([...log, ...ended]).toEqual([
      'CancelledError: deploy at 110',
      '{"underWay":1,"cancelled":1,"late":[]} at 1110',
      'shutdown 101 at 1110',
    ])
  })
})
