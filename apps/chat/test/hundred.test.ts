/**
 * Ten minutes of a hundred clients on virtual time: most are well, some are slow, some vanish or break off.
 */

import { createTask, type Suspension, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import type { RequestEnd } from '@acoro/web'
import { type UpgradeListener, WebSocketClosedError, type WebSocketConnection } from '@acoro/web/ws'
import { type FakeWebSocket, fakeWebSocket } from '@acoro/web/ws-testing'
import { expect, test } from 'vitest'
import { Hall, type Notice, type Saying } from '../src/hall.ts'
import { talkIn } from '../src/talk.ts'

type Steps<T = void> = Generator<Suspension, T, unknown>
type Kind = 'well' | 'slow' | 'vanishes' | 'breaks off'

const MINUTES = 60_000
const END = 10 * MINUTES

/** The same numbers from 0 to below 1 in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/** A client: what it hears, and how its connection ends. */
class Guest {
  readonly name: string
  readonly kind: Kind
  readonly heard: Saying[] = []
  /** How many sayings were sent to the hall. */
  said = 0
  end = 'here'
  readonly #fake: FakeWebSocket
  readonly #random: () => number

  constructor(number: number, kind: Kind, chat: UpgradeListener, random: () => number) {
    this.name = `Guest ${number}`
    this.kind = kind
    this.#random = random
    const url = `/?name=${encodeURIComponent(this.name)}`
    this.#fake = fakeWebSocket(chat, { url, latency: 10 + random() * 90, receiveBuffer: 1 })
    createTask(this.#listen() as never)
    if (kind === 'well') createTask(this.#speak() as never)
    if (kind === 'vanishes') createTask(this.#afterAWhile(() => this.#fake.vanish()) as never)
    if (kind === 'breaks off') createTask(this.#afterAWhile(() => this.#fake.cut()) as never)
  }

  *#listen(): Steps {
    try {
      for (;;) {
        const notice = JSON.parse(String(yield* this.#fake.socket.receive())) as Notice
        if ('welcome' in notice) this.heard.push(...notice.history)
        if ('said' in notice) this.heard.push(notice.said)
        if (this.kind === 'slow') yield* sleep(5000)
      }
    } catch (error) {
      if (!(error instanceof WebSocketClosedError)) throw error
      this.end = `${error.code} ${error.reason}`
    }
  }

  *#speak(): Steps {
    for (let i = 0; i < 5; i++) {
      yield* sleep(this.#random() * (END / 6))
      yield* this.#fake.socket.send(JSON.stringify({ say: `${this.name} says ${i}` }))
      this.said++
    }
  }

  *#afterAWhile(leave: () => void): Steps {
    yield* sleep(MINUTES + this.#random() * 5 * MINUTES)
    leave()
  }
}

/** How the connection ends. */
function* endOf(socket: WebSocketConnection): Steps<string> {
  try {
    for (;;) yield* socket.receive()
  } catch (error) {
    if (!(error instanceof WebSocketClosedError)) throw error
    return `${error.code} ${error.reason}`
  }
}

function kindOf(number: number): Kind {
  if (number % 10 === 3) return 'slow'
  if (number % 10 === 6) return 'vanishes'
  return number % 20 === 9 ? 'breaks off' : 'well'
}

test('a hundred clients: the slow and the vanished lose their place, and nobody else loses a word', () => {
  using loop = new VirtualLoop()
  const reported: unknown[] = []
  loop.setExceptionHandler((_loop, context) => reported.push(context.exception ?? context.message))
  const hall = new Hall()
  const outcomes: Record<string, number> = {}
  const chat = talkIn(hall, {
    highWaterMark: 4096,
    onEnd: ({ outcome }: RequestEnd) => {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    },
  })
  const random = numbers(24)

  loop.runSync(function* () {
    const guests: Guest[] = []
    for (let i = 0; i < 100; i++) {
      guests.push(new Guest(i, kindOf(i), chat, random))
      yield* sleep(10)
    }
    yield* sleep(END)

    const of = (kind: Kind): Guest[] => guests.filter((guest) => guest.kind === kind)
    const well = of('well')
    const everything = Array.from({ length: well.length * 5 }, (_, i) => i + 1)
    // Whoever is well has heard every word, once and in the same order.
    for (const guest of well)
      expect([guest.end, guest.heard.map(({ id }) => id)]).toEqual(['here', everything])
    expect(well.map(({ said }) => said)).toEqual(well.map(() => 5))
    // A slow one is cut: the farewell would lie behind all that it has not read.
    expect([hall.givenUp, of('slow').map(({ end }) => end)]).toEqual([10, of('slow').map(() => '1006 ')])
    // One that vanished was found out by a ping.
    expect([...hall.names].sort()).toEqual(well.map(({ name }) => name).sort())
    expect(outcomes).toEqual({ left: 25 })
    expect(chat.statistics().active).toBe(well.length)

    // The server shuts down: all of them hear it, and nothing is left.
    const report = yield* chat.shutdown({ grace: 5000 })
    yield* sleep(1000)
    expect(report).toEqual({ underWay: well.length, cancelled: 0, late: [] })
    expect(new Set(well.map(({ end }) => end))).toEqual(new Set(['1001 the server shuts down']))
    expect(hall.names).toEqual([])
  })
  expect(reported).toEqual([])
})

test('who says too much is held back, and heard in the end', () => {
  using loop = new VirtualLoop()
  const hall = new Hall()
  const times: number[] = []
  loop.runSync(function* () {
    const { socket } = fakeWebSocket(talkIn(hall), { url: '/?name=Ada', latency: 0 })
    for (let i = 0; i < 20; i++) yield* socket.send(JSON.stringify({ say: String(i) }))
    yield* socket.receive()
    for (let i = 0; i < 20; i++) {
      yield* socket.receive()
      times.push(Math.round(loop.time()))
    }
  })
  expect(times.filter((time) => time === 0)).toHaveLength(5)
  expect(times.at(-1)).toBe(3000)
})

test.each([
  ['/', '4400', 'Expected a name of 1 to 20 letters'],
  ['/?name=%3Cscript%3E', '4400', 'Expected a name of 1 to 20 letters'],
  ['/?name=Ada', '4409', 'Ada is here already'],
])('%s is not let in', (url, code, reason) => {
  using loop = new VirtualLoop()
  const end = loop.runSync(function* () {
    const talk = talkIn(new Hall())
    fakeWebSocket(talk, { url: '/?name=Ada' })
    return yield* endOf(fakeWebSocket(talk, { url }).socket)
  })
  expect(end).toBe(`${code} ${reason}`)
})

test.each(['no JSON', '5', 'null', '{"say": 5}', '{"say": ""}', `{"say": "${'x'.repeat(501)}"}`])(
  'what is no saying ends the talk: %s',
  (text) => {
    using loop = new VirtualLoop()
    const hall = new Hall()
    const end = loop.runSync(function* () {
      const { socket } = fakeWebSocket(talkIn(hall), { url: '/?name=Ada' })
      yield* socket.receive()
      yield* socket.send(text)
      return yield* endOf(socket)
    })
    expect([end, hall.names, hall.history]).toEqual(['4422 Expected {"say": text} of up to 500', [], []])
  },
)
