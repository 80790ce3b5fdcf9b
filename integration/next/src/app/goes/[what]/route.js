// What becomes of a route handler when its client goes away. `/goes/work` waits for `/goes/go`; the others tell the
// check where it stands.

import { fromPromise } from '@acoro/compat'
import { isCancelledError, sleep } from '@acoro/core'
import { handler } from '@acoro/web'

export const dynamic = 'force-dynamic'

function signalled() {
  const signal = {}
  signal.promise = new Promise((resolve) => {
    signal.fire = resolve
  })
  return signal
}

let waiting = signalled()
let go = signalled()
let ended = signalled()
let cancels = 0

function* turns() {
  for (let i = 0; i < 5; i++) yield* sleep(1)
}

const work = handler(
  function* (request) {
    if (request.method === 'POST') yield* fromPromise(request.json())
    // A signal that takes the end of the body for that of the client has its turn.
    yield* turns()
    waiting.fire()
    try {
      yield* fromPromise(go.promise)
    } catch (error) {
      if (isCancelledError(error)) cancels++
      try {
        yield* turns()
      } catch {
        cancels++
      }
      throw error
    }
    return new Response('answered')
  },
  {
    onEnd({ outcome }) {
      ended.fire(outcome === 'left' ? `cancelled ${cancels === 1 ? 'once' : `${cancels} times`}` : outcome)
    },
  },
)

export async function GET(request, { params }) {
  const { what } = await params
  if (what === 'work') return work(request)
  if (what === 'waiting') {
    await waiting.promise
    waiting = signalled()
    return new Response()
  }
  if (what === 'go') {
    go.fire()
    go = signalled()
    return new Response()
  }
  const outcome = await ended.promise
  ended = signalled()
  cancels = 0
  return new Response(outcome)
}

export const POST = GET
