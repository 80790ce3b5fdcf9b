/** A talk with one client, from its name to its farewell. */

import { asyncFor } from '@acoro/core'
import { RateLimiter } from '@acoro/sync'
import { type UpgradeListener, type UpgradeOptions, upgrade, type WebSocketMessage } from '@acoro/web/ws'
import type { Hall } from './hall.ts'

/** Close codes of our own: the page shows their reasons. */
export const NO_NAME = 4400
export const NAME_TAKEN = 4409
export const NO_SAYING = 4422

/** Somebody may say so many things a second; more of them wait in the network. */
const PACE = 5
const LONGEST = 500

export function talkIn(hall: Hall, options: UpgradeOptions = {}): UpgradeListener {
  return upgrade(
    function* talk(socket, request) {
      const name = nameIn(request.url ?? '/')
      if (name === null) return yield* socket.close(NO_NAME, 'Expected a name of 1 to 20 letters')
      if (hall.has(name)) return yield* socket.close(NAME_TAKEN, `${name} is here already`)

      using _place = hall.enter(name, socket)
      yield* socket.send(hall.welcome(name))

      const pace = new RateLimiter({ limit: PACE, interval: 1000 })
      yield* asyncFor(socket, function* (message) {
        const text = sayingIn(message)
        if (text === null) return yield* socket.close(NO_SAYING, `Expected {"say": text} of up to ${LONGEST}`)
        yield* pace.acquire()
        hall.say(name, text)
      })
    },
    { maxPayload: 4096, maxConcurrent: 10_000, ...options },
  )
}

function nameIn(url: string): string | null {
  const name = new URL(url, 'http://chat').searchParams.get('name')?.trim() ?? ''
  return /^[\p{L}\p{M}\p{N} ]{1,20}$/u.test(name) ? name : null
}

function sayingIn(message: WebSocketMessage): string | null {
  try {
    const { say } = JSON.parse(String(message)) as { say?: unknown }
    return typeof say === 'string' && say !== '' && say.length <= LONGEST ? say : null
  } catch {
    return null
  }
}
