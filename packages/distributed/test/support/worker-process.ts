// A worker as a process: `node worker-process.ts <options as JSON>`. Or, with «call», a caller that waits.

import { run } from '@acoro/core'
import { QueueExecutor, Worker } from '@acoro/distributed'
import { faultJobs } from './fault-jobs.ts'

const [what, options = '{}', ...rest] = process.argv.slice(2)
await run(function* main() {
  if (what === 'call') {
    const executor = new QueueExecutor(faultJobs, JSON.parse(options))
    yield* executor.run(faultJobs.stay, rest[0] as string, 60_000)
  } else {
    const worker = new Worker(faultJobs, JSON.parse(options))
    process.on('SIGTERM', () => worker.stop())
    yield* worker.run()
  }
})
