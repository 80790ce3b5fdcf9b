// A worker for workerd. `/` is the function of the table «what happens when the client goes away»; the test
// asks how it fares through paths of their own. `/sleep?ms=` and `/log` are for requests at once.
//
// A promise of one request must not be awaited by another one there, so what they tell one another is looked
// at again and again.

import { fromPromise } from '@acoro/compat'
import { coroutine, isCancelledError, sleep } from '@acoro/core'
import { handler } from '@acoro/web'

/** What the requests tell one another. */
const told = { waiting: false, go: false, ended: '', cancels: 0 }
const log: string[] = []

const work = handler(
  function* (request) {
    if (request.method === 'POST') yield* fromPromise(request.json())
    // A signal that takes the end of the body for that of the client has its turn.
    for (let i = 0; i < 5; i++) yield* sleep(1)
    told.waiting = true
    try {
      while (!told.go) yield* sleep(2)
    } catch (error) {
      if (isCancelledError(error)) told.cancels++
      // A second cancel would arrive here.
      try {
        for (let i = 0; i < 5; i++) yield* sleep(1)
      } catch {
        told.cancels++
      }
      throw error
    }
    return new Response('answered')
  },
  {
    onEnd({ outcome }) {
      const times = told.cancels === 1 ? 'once' : `${told.cancels} times`
      told.ended = outcome === 'left' ? `cancelled ${times}` : outcome
    },
  },
)

const sleeping = handler(
  function* (request, context) {
    const query = new URL(request.url).searchParams
    const ms = Number(query.get('ms'))
    try {
      yield* sleep(ms)
      if (query.has('background')) context.background(background(ms))
      return new Response(`slept ${ms}`)
    } finally {
      yield* sleep(20)
      log.push(`${ms} has cleaned up`)
    }
  },
  { onEnd: ({ outcome }) => log.push(outcome), maxConcurrent: 2 },
)

const background = coroutine(function* background(ms: number) {
  yield* sleep(100)
  log.push(`${ms} in the background`)
})

async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 2))
}

export default {
  async fetch(request: Request, env: unknown, context: unknown): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/.waiting') {
      await until(() => told.waiting)
      told.waiting = false
    } else if (pathname === '/.go') told.go = true
    else if (pathname === '/.ended') {
      await until(() => told.ended !== '')
      const { ended } = told
      Object.assign(told, { go: false, ended: '', cancels: 0 })
      return new Response(ended)
    } else if (pathname === '/log') {
      await until(() => log.length >= Number(searchParams.get('lines')))
      return Response.json(log)
    } else if (pathname === '/active') {
      await until(() => sleeping.statistics().active === Number(searchParams.get('count')))
    } else if (pathname === '/sleep') return sleeping(request, env, context)
    else return work(request, env, context)
    return new Response()
  },
}
