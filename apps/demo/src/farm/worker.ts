import { coroutine, getRunningLoop, runMain } from '@acoro/core'
import { Worker } from '@acoro/distributed'
import { ThreadPoolExecutor } from '@acoro/executors'
import { LOCKS, makeJobs } from './jobs.ts'

/**
 * A process that makes requests for a crawl: `worker.ts <queue> <concurrency>`. The address and the secret
 * come on its standard input, because anybody can read a command line, and the environment is handed on. It
 * ends when that is closed, or with its crawl, however that ends.
 */

const [queue = '', concurrency = ''] = process.argv.slice(2)

const work = coroutine(function* work(address: string, secret: string) {
  getRunningLoop().setDefaultExecutor(new ThreadPoolExecutor({ maxWorkers: 1, name: 'pages' }))
  const { jobs, close } = makeJobs(address, secret)
  const worker = new Worker(jobs, {
    connection: address,
    queue,
    concurrency: Number(concurrency),
    profile: LOCKS,
    gracePeriod: 0,
  })
  process.stdin.on('end', () => worker.stop())
  try {
    yield* worker.run()
  } finally {
    close()
  }
})

process.stdin.once('data', (line) => {
  const [address = '', secret = ''] = String(line).trim().split(' ')
  void runMain(work(address, secret))
})
