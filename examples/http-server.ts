// real-time
// A server whose requests are tasks, and a client with a time limit. A request that is given up ends on the
// server, too.
// Run it: npx tsx http-server.ts

import { run, sleep, TimeoutError } from '@acoro/core'
import { Event } from '@acoro/sync'
import { fetch, handler } from '@acoro/web'
import { serve } from '@acoro/web/node'

await run(function* main() {
  const stopped = new Event()
  const answer = handler(function* (request) {
    if (request.url.endsWith('/fast')) return Response.json({ hello: 'world' })
    try {
      yield* sleep(60_000)
      return new Response('late')
    } finally {
      console.log('the server stops working on /slow')
      stopped.set()
    }
  })
  const server = yield* serve({ fetch: answer }, { port: 0 })
  console.log(yield* (yield* fetch(`${server.url}/fast`)).json())
  try {
    yield* fetch(`${server.url}/slow`, { timeout: 200 })
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    console.log('the client gives up')
  }
  yield* stopped.wait()
  yield* server.close()
})

// prints: { hello: 'world' }
// prints: the client gives up
// prints: the server stops working on /slow
