// Ends without a shutdown of its pool.

import { getRunningLoop, run } from '@acoro/core'
import { ProcessPoolExecutor } from '@acoro/executors'
import { jobs } from '../support.ts'

const pool = new ProcessPoolExecutor({ maxWorkers: 1, idleTimeout: Infinity })
await run(function* main() {
  console.log(yield* getRunningLoop().runInExecutor(pool, jobs.add, 1, 2))
})
