// only on server: it is for node:http

// autocannon: many connections that send as fast as they can.

import { fromPromise } from '@acoro/compat'
import { run, sleep } from '@acoro/core'
import { handler, type RequestEnd } from '@acoro/web'
import { serve } from '@acoro/web/node'
import autocannon from 'autocannon'
import { expect, test } from 'vitest'

test('a thousand requests on twenty connections are answered, each once', async () => {
  const outcomes: Record<string, number> = {}
  const app = {
    fetch: handler(
      function* () {
        yield* sleep(1)
        return new Response('hello')
      },
      {
        onEnd({ outcome }: RequestEnd) {
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
        },
      },
    ),
  }
  await run(function* () {
    const server = yield* serve(app, { host: '127.0.0.1' })
    const options = { url: server.url, connections: 20, amount: 1000, expectBody: 'hello' }
    const { non2xx, errors, mismatches, ...result } = yield* fromPromise(Promise.resolve(autocannon(options)))
    expect([result['2xx'], non2xx, errors, mismatches]).toEqual([1000, 0, 0, 0])
    expect(yield* server.close()).toEqual({ underWay: 0, cancelled: 0, late: [] })
  })
  expect(outcomes).toEqual({ answered: 1000 })
})

test('above maxConcurrent the rest is refused, and the server stays well', async () => {
  const handle = handler(
    function* () {
      yield* sleep(2)
      return new Response('hello')
    },
    { maxConcurrent: 5 },
  )
  await run(function* () {
    const server = yield* serve({ fetch: handle }, { host: '127.0.0.1' })
    const load = autocannon({ url: server.url, connections: 20, amount: 500 })
    const { errors, statusCodeStats, ...result } = yield* fromPromise(Promise.resolve(load))
    const statuses = Object.keys(statusCodeStats ?? {}).sort()
    expect([errors, result['2xx'] + result.non2xx, statuses]).toEqual([0, 500, ['200', '503']])
    const { active, refused } = handle.statistics()
    expect([active, refused]).toEqual([0, result.non2xx])
    yield* server.close()
  })
})
