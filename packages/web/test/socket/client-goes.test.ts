// only on server: the clients are those of ws

// The second table of «what happens when the client goes away», executed with real clients.

import { once } from 'node:events'
import { fromPromise } from '@acoro/compat'
import { asyncFor, isCancelledError, run, sleep } from '@acoro/core'
import { serve } from '@acoro/web/node'
import { upgrade, type WebSocketConnection } from '@acoro/web/ws'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { signalled } from '../support/serving.ts'
import { SOCKET_ROWS, type SocketCells } from '../support/socket-goes.ts'
import type { Steps } from '../support/virtual.ts'

/** What the function does; `begun` tells the client that it may go, `gone` that the server has seen it. */
type Work = (socket: WebSocketConnection, begun: () => void, gone: Promise<void>) => Steps<string>

const works: Record<string, Work> = {
  *'waits for a message'(socket, begun) {
    begun()
    yield* asyncFor(socket, function* () {})
    return 'told'
  },
  *'works on a message, others have arrived'(socket, begun, gone) {
    let count = 0
    yield* asyncFor(socket, function* () {
      if (++count > 1) return
      while (socket.statistics().unread < 2) yield* sleep(1)
      begun()
      yield* fromPromise(gone)
      // A cancel would come now.
      yield* sleep(1)
    })
    return count === 3 ? 'works on all of them, then told' : `told after ${count}`
  },
  *'never receives'(_socket, begun) {
    begun()
    yield* sleep(60_000)
    return 'never'
  },
}

async function cell(work: Work, how: keyof SocketCells): Promise<string> {
  const begun = signalled()
  const ended = signalled<string>()
  const gone = signalled()
  const chat = upgrade(function* (socket) {
    let cancels = 0
    let told = ''
    ;(socket.raw as WebSocket).once('close', () => gone.fire())
    try {
      told = yield* work(socket, begun.fire, gone.promise)
    } catch (error) {
      if (isCancelledError(error)) cancels++
      // A second cancel would arrive here.
      yield* sleep(1)
      throw error
    } finally {
      ended.fire(cancels === 0 ? told : cancels === 1 ? 'cancelled once' : `cancelled ${cancels} times`)
    }
  })
  return run(function* () {
    const server = yield* serve((_req, res) => void res.end(), { host: '127.0.0.1', upgrade: chat })
    const client = new WebSocket(server.url.replace('http', 'ws'))
    client.on('error', () => {})
    yield* fromPromise(once(client, 'open'))
    for (const text of ['1', '2', '3']) client.send(text)
    yield* fromPromise(begun.promise)
    if (how === 'breaks off') client.terminate()
    else client.close(1000)
    const what = yield* fromPromise(ended.promise)
    yield* server.close()
    return what
  })
}

test.each(Object.entries(SOCKET_ROWS))('%s', async (name, cells) => {
  const work = works[name] as Work
  expect({
    'closes in order': await cell(work, 'closes in order'),
    'breaks off': await cell(work, 'breaks off'),
  }).toEqual(cells)
})
