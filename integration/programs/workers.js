// Worker threads: they load files, so the package stays out of the bundle. Put into it all the same, it says so.

import { getRunningLoop, run, toThread } from '@acoro/core'
import { ThreadPoolExecutor, workerModule } from '@acoro/executors'

const crypto = workerModule('node:crypto')

globalThis.answer = run(function* main() {
  getRunningLoop().setDefaultExecutor(new ThreadPoolExecutor({ maxWorkers: 1 }))
  return { bytes: (yield* toThread(crypto.scryptSync, 'a password', 'some salt', 32)).length }
}).catch((error) => ({
  refused: error.message.includes('leave @acoro/executors out of the bundle') || error.message,
}))
