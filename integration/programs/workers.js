// Worker threads: a job of a module of Node, bytes that are moved back, an error, a job that is stopped.

import { getRunningLoop, run, toThread } from '@acoro/core'
import { ThreadPoolExecutor, transfer, workerModule } from '@acoro/executors'

const crypto = workerModule('node:crypto')
const zlib = workerModule('node:zlib')
const timers = workerModule('node:timers/promises')

globalThis.answer = run(function* main() {
  const loop = getRunningLoop()
  const pool = new ThreadPoolExecutor({ maxWorkers: 2, gracePeriod: 50 })
  loop.setDefaultExecutor(pool)
  const key = yield* toThread(crypto.scryptSync, 'a password', 'some salt', 32)
  const page = new Uint8Array(100_000)
  const packed = yield* toThread(zlib.gzipSync, transfer(page))
  let error
  try {
    yield* toThread(zlib.gunzipSync, key)
  } catch (thrown) {
    error = thrown.message
  }
  const endless = loop.runInExecutor(pool, timers.setTimeout, 600_000)
  endless.cancel()
  return {
    bytes: key.length,
    moved: [page.length, packed.length < 1000],
    error,
    cancelled: endless.cancelled(),
    workers: pool.statistics().maxWorkers,
  }
})
