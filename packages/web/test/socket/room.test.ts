// only on server: they are those of ws

// Rooms on virtual time: a slow member loses its own place, or its own messages, and nobody else notices.

import { asyncFor, createTask, getRunningLoop, sleep } from '@acoro/core'
import { Room, type RoomOptions, upgrade } from '@acoro/web/ws'
import { fakeWebSocket } from '@acoro/web/ws-testing'
import { describe, expect, test } from 'vitest'
import { outcome, play, type Steps } from '../support/virtual.ts'

interface Member {
  name: string
  got: string[]
  end: string
}

/** A room whose members are called by their path; what they send goes to the others. */
function roomOf(options: RoomOptions) {
  const room = new Room(options)
  const log: string[] = []
  const listener = upgrade(
    function* (socket) {
      using _seat = room.join(socket)
      yield* asyncFor(socket, function* (message) {
        room.broadcast(message, socket)
      })
    },
    { highWaterMark: 100, onEnd: ({ path, outcome }) => void log.push(`${path} ${outcome}`) },
  )
  /** A member that takes `delay` ms for each message. */
  const enter = (name: string, delay = 0): Member & ReturnType<typeof fakeWebSocket> => {
    const fake = fakeWebSocket(listener, { url: `/${name}`, receiveBuffer: 1 })
    const member = { name, got: [] as string[], end: 'open', ...fake }
    createTask(
      (function* (): Steps {
        member.end = yield* outcome(
          asyncFor(fake.socket, function* (message) {
            yield* sleep(delay)
            member.got.push(String(message))
          }),
        )
      })() as never,
    )
    return member
  }
  return { room, enter, log }
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => String(from + i))

describe('a room', () => {
  test('a message reaches all but its sender, in order', () => {
    play(function* () {
      const { room, enter, log } = roomOf({})
      const [ada, ben, cyd] = [enter('ada'), enter('ben'), enter('cyd')]
      yield* ada.socket.send('1')
      yield* ada.socket.send('2')
      yield* ben.socket.send('3')
      yield* sleep(10)
      expect([ada.got, ben.got, cyd.got]).toEqual([['3'], ['1', '2'], ['1', '3', '2']])
      yield* ada.socket.close()
      yield* sleep(10)
      expect([room.size, log]).toEqual([2, ['/ada answered']])
    })
  })

  test('a slow member is given up, and the others get everything in time', () => {
    play(function* () {
      const { room, enter, log } = roomOf({ capacity: 5 })
      const [ada, slow, quick] = [enter('ada'), enter('slow', 1_000_000), enter('quick')]
      for (let i = 0; i < 30; i++) {
        room.broadcast(String(i), ada.socket)
        yield* sleep(5)
      }
      expect(quick.got).toEqual(numbers(0, 30))
      expect(slow.got).toEqual([])
      yield* sleep(2000)
      expect(log).toEqual(['/slow left'])
      expect(room.statistics()).toEqual({ members: 2, queued: 0, dropped: 0, aborted: 1 })
    })
  })

  test('or it loses its oldest messages, and stays', () => {
    play(function* () {
      const { room, enter, log } = roomOf({ capacity: 3, overflow: 'dropOldest' })
      const slow = enter('slow', 1000)
      for (let i = 0; i < 30; i++) room.broadcast(String(i))
      yield* sleep(20_000)
      // What was on its way already, then the newest.
      expect(slow.got).toEqual(['0', '1', '27', '28', '29'])
      expect([log, room.statistics()]).toEqual([[], { members: 1, queued: 0, dropped: 25, aborted: 0 }])
    })
  })

  test('the function’s own messages and those of its rooms take turns', () => {
    play(function* () {
      const one = new Room()
      const two = new Room()
      const { got, listener } = collector(function* (socket) {
        using _one = one.join(socket)
        using _two = two.join(socket)
        for (let i = 0; i < 3; i++) {
          one.broadcast(`one ${i}`)
          two.broadcast(`two ${i}`)
        }
        for (let i = 0; i < 3; i++) yield* socket.send(`own ${i}`)
        yield* sleep(10)
      })
      const { socket } = fakeWebSocket(listener)
      yield* asyncFor(socket, function* (message) {
        got.push(message)
      })
      for (const from of ['one', 'two', 'own']) {
        expect(got.filter((text) => String(text).startsWith(from))).toEqual(
          [0, 1, 2].map((i) => `${from} ${i}`),
        )
      }
      expect(got.indexOf('own 0')).toBeLessThan(got.indexOf('one 2'))
    })
  })

  test('who leaves the room, or vanishes, is no member any more', () => {
    play(function* () {
      const { room, enter } = roomOf({})
      const [ada, ben] = [enter('ada'), enter('ben')]
      ben.vanish()
      ada.cut()
      yield* sleep(60_000)
      expect([room.size, [...room]]).toEqual([0, []])
      room.broadcast('to nobody')
    })
  })

  test('a message to oneself that is too much gives up the sender', () => {
    const { got, listener } = collector(function* (socket) {
      const room = new Room({ capacity: 1 })
      using _seat = room.join(socket)
      for (let i = 0; i < 9; i++) room.broadcast(String(i))
      yield* sleep(1000)
      got.push('never')
    })
    play(function* () {
      const { socket } = fakeWebSocket(listener)
      got.push(yield* outcome(socket.receive()))
      got.push(yield* outcome(asyncFor(socket, function* () {})))
      yield* sleep(2000)
      expect(getRunningLoop().time()).toBeGreaterThan(2000)
    })
    expect(got).toEqual([
      '0 at 1',
      'WebSocketClosedError: ws://fake/: the WebSocket has closed (1013, "too slow") at 2',
    ])
  })

  test.each([
    [{ capacity: 0 }, 'Expected the option capacity of Room() to be a whole number of at least 1, got 0'],
    [
      { overflow: 'wait' as never },
      "Expected the option overflow of Room() to be 'abort' or 'dropOldest', got the string \"wait\"",
    ],
  ])('wrong options fail at the call: %j', (options, message) => {
    expect(() => new Room(options)).toThrow(message)
  })

  test('joining twice, or after the end, is refused', () => {
    const texts: string[] = []
    const { listener } = collector(function* (socket) {
      const room = new Room()
      room.join(socket)
      try {
        room.join(socket)
      } catch (error) {
        texts.push(String(error))
      }
      yield* socket.close()
      try {
        room.join(socket)
      } catch (error) {
        texts.push(String(error))
      }
      expect(() => room.broadcast(5 as never)).toThrow(
        'Expected broadcast() to get text or bytes, got the number 5',
      )
    })
    play(function* () {
      fakeWebSocket(listener)
      yield* sleep(10)
    })
    expect(texts).toEqual([
      'RuntimeError: GET / is in this room already',
      'RuntimeError: GET / has closed: it cannot join a room',
    ])
  })
})

function collector(fn: (...args: Parameters<Parameters<typeof upgrade>[0]>) => Steps<unknown>) {
  const got: unknown[] = []
  return { got, listener: upgrade((...args) => fn(...args) as never, { highWaterMark: 100 }) }
}
