// Core, sync, compat, async, service, web and the root of testing in one program, as users bundle it for browsers and for Node.

import { taskOf } from '@acoro/async'
import { __async } from '@acoro/async/helpers/esbuild'
import { run, sleep } from '@acoro/core'
import { memoize, retry } from '@acoro/service'
import { installGlobals, VirtualLoop } from '@acoro/testing'
import { fetch, handler } from '@acoro/web'
import { fakeWeb, reply } from '@acoro/web/testing'
import { basics } from './basics.js'

/** What a compiler makes of an async function, which is cancelled while it waits. */
function lowered() {
  const log = []
  const work = () =>
    __async(undefined, null, function* () {
      try {
        yield sleep(60_000)
      } finally {
        log.push('cleaned up')
      }
    })
  const call = work()
  taskOf(call).cancel('enough')
  return call.catch((error) => [...log, error.name])
}

function* served() {
  let calls = 0
  const square = memoize(function* (n) {
    calls++
    yield* sleep(1)
    return n * n
  })
  let attempts = 0
  const tried = yield* retry(
    function* () {
      if (++attempts < 3) throw new Error('not yet')
      return attempts
    },
    { delay: 1 },
  )
  return [yield* square(3), yield* square(3), calls, tried]
}

/** A request of the program's own, and one that it answers. */
function* requested() {
  const web = fakeWeb({ 'http://api.test/user': () => reply({ name: 'Ada' }) })
  const user = yield* (yield* fetch('http://api.test/user')).json()
  return [user.name, web.requests.length]
}

async function answered() {
  const handle = handler(function* (request) {
    yield* sleep(1)
    return new Response(request.method)
  })
  return (await handle(new Request('http://api.test/'))).text()
}

/** An hour of a legacy program's timers, at once. */
function legacy() {
  const loop = new VirtualLoop()
  installGlobals(loop, { epoch: Date.UTC(2030, 0, 1) })
  return loop
    .runAsync(() => new Promise((resolve) => setTimeout(() => resolve(new Date().toISOString()), 3_600_000)))
    .finally(() => loop.close())
}

globalThis.answer = (async () => ({
  ...(await basics()),
  legacy: await legacy(),
  lowered: await lowered(),
  served: await run(served),
  requested: [...(await run(requested)), await answered()],
}))()
