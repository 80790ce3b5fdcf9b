// Every package, doing what it is for.

import * as zlib from 'node:zlib'
import { taskOf } from '@acoro/async'
import { __async } from '@acoro/async/helpers/esbuild'
import { esbuild } from '@acoro/async/plugin'
import { fromPromise } from '@acoro/compat'
import { serveConsole } from '@acoro/console'
import { coroutine, gather, getRunningLoop, InlineExecutor, run, sleep, toThread } from '@acoro/core'
import { defineJobs, QueueExecutor, Worker } from '@acoro/distributed'
import acoro from '@acoro/eslint-plugin'
import { ThreadPoolExecutor, workerModule } from '@acoro/executors'
import { AcoroInstrumentation } from '@acoro/opentelemetry'
import { retry } from '@acoro/service'
import { openConnection, startServer } from '@acoro/streams'
import { Semaphore } from '@acoro/sync'
import { VirtualLoop } from '@acoro/testing'
import { MemoryNetwork } from '@acoro/testing/network'
import { fetch, handler } from '@acoro/web'
import { serve } from '@acoro/web/node'
import { LatestTask } from '@acoro/web/page'
import { fakeWeb, reply } from '@acoro/web/testing'
import { connectWebSocket, upgrade } from '@acoro/web/ws'
import { fakeWebSocket } from '@acoro/web/ws-testing'
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

/** A message there and back, over a WebSocket of a real server, and over one without a network. */
function* connected() {
  const echo = upgrade(function* (socket) {
    yield* socket.send(yield* socket.receive())
  })
  const server = yield* serve((_request, response) => void response.end(), { upgrade: echo })
  const answers = []
  for (const socket of [yield* connectWebSocket(server.url), fakeWebSocket(echo).socket]) {
    yield* socket.send('hello')
    answers.push(yield* socket.receive())
    yield* socket.close()
  }
  yield* server.close()
  return answers
}

function* faked() {
  const web = fakeWeb({ 'http://api.test/user': () => reply({ name: 'Ada' }) })
  try {
    return (yield* (yield* fetch('http://api.test/user')).json()).name
  } finally {
    web[Symbol.dispose]()
  }
}

/** A job by its name, without a Redis: on the executor of the loop. */
function* queued() {
  const jobs = defineJobs({ double: (n) => 2 * n })
  const loop = getRunningLoop()
  return yield* loop.runInExecutor(new InlineExecutor(loop), jobs.double, 21)
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
    connected: yield* connected(),
    faked: yield* faked(),
    queued: yield* queued(),
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
    names: [
      AcoroInstrumentation,
      esbuild,
      LatestTask,
      MemoryNetwork,
      QueueExecutor,
      serveConsole,
      Worker,
      toThread,
    ].map((value) => typeof value),
  }
})
