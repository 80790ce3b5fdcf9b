// Every package, doing what it is for.

import * as zlib from 'node:zlib'
import { taskOf } from '@acoro/async'
import { __async } from '@acoro/async/helpers/esbuild'
import { esbuild } from '@acoro/async/plugin'
import { fromPromise } from '@acoro/compat'
import { coroutine, gather, getRunningLoop, run, sleep, toThread } from '@acoro/core'
import acoro from '@acoro/eslint-plugin'
import { ThreadPoolExecutor, workerModule } from '@acoro/executors'
import { retry } from '@acoro/service'
import { openConnection, startServer } from '@acoro/streams'
import { Semaphore } from '@acoro/sync'
import { VirtualLoop } from '@acoro/testing'
import { MemoryNetwork } from '@acoro/testing/network'
import { fetch, handler } from '@acoro/web'
import { serve } from '@acoro/web/node'
import { Linter } from 'eslint'

/** A line there and back, over a real socket. */
function* talked() {
  const echo = coroutine(function* echo(reader, writer) {
    writer.write(yield* reader.readLine())
    yield* writer.drain()
    writer.close()
  })
  const server = yield* startServer(echo, { host: '127.0.0.1', port: 0 })
  const [reader, writer] = yield* openConnection({ host: '127.0.0.1', port: server.address.port })
  writer.write('hello\n')
  const line = yield* reader.readLine()
  writer.close()
  server.close()
  return new TextDecoder().decode(line).trim()
}

/** A request to a real server. */
function* requested() {
  const server = yield* serve({ fetch: handler(() => sleep(1, new Response('answered'))) })
  const text = yield* (yield* fetch(server.url)).text()
  yield* server.close()
  return text
}

/** A job on a thread. */
function* worked() {
  const pool = new ThreadPoolExecutor({ maxWorkers: 1 })
  try {
    const packed = yield* getRunningLoop().runInExecutor(pool, workerModule('node:zlib').gzipSync, 'a text')
    return zlib.gunzipSync(packed).toString()
  } finally {
    yield* pool.shutdown()
  }
}

/** When each of three ended that share two permits, on a clock of its own. */
function shared() {
  const loop = new VirtualLoop()
  try {
    return loop.runSync(function* () {
      const semaphore = new Semaphore(2)
      const work = coroutine(function* work() {
        yield* semaphore.acquire()
        yield* sleep(10)
        semaphore.release()
        return loop.time()
      })
      return yield* gather(work(), work(), work())
    })
  } finally {
    loop.close()
  }
}

function linted() {
  const code = "import { sleep } from '@acoro/core'\nexport function* nap() {\n  sleep(1)\n}\n"
  const found = new Linter().verify(code, [acoro.configs.recommended], { filename: 'nap.js' })
  return found.map(({ ruleId, line }) => `${ruleId} ${line}`)
}

const onItsOwnClock = shared()

globalThis.answer = run(function* main() {
  let attempts = 0
  const lowered = __async(undefined, null, function* () {
    return yield sleep(1, 'lowered')
  })
  return {
    talked: yield* talked(),
    requested: yield* requested(),
    worked: yield* worked(),
    shared: onItsOwnClock,
    linted: linted(),
    lowered: [taskOf(lowered) !== undefined, yield* fromPromise(lowered)],
    retried: yield* retry(
      function* () {
        if (++attempts < 3) throw new Error('not yet')
        return attempts
      },
      { delay: 1 },
    ),
    names: [typeof esbuild, typeof MemoryNetwork, typeof toThread],
  }
})
