// A worker as a process: `node worker-process.ts work <options as JSON>`. With «call» a caller that waits,
// with «crowd» many workers.

import { run, taskGroup } from '@acoro/core'
import { QueueExecutor, Worker } from '@acoro/distributed'
import { faultJobs } from './fault-jobs.ts'

const [what, options = '{}', ...rest] = process.argv.slice(2)
await run(function* main() {
  if (what === 'call') {
    const executor = new QueueExecutor(faultJobs, JSON.parse(options))
    yield* executor.run(faultJobs.stay, rest[0] as string, 60_000)
  } else if (what === 'crowd') {
    yield* taskGroup(function* (group) {
      for (let n = 0; n < Number(rest[0]); n++) {
        group.createTask(new Worker(faultJobs, JSON.parse(options)).run())
      }
    })
  } else {
    const worker = new Worker(faultJobs, JSON.parse(options))
    process.on('SIGTERM', () => worker.stop())
    yield* worker.run()
  }
})
