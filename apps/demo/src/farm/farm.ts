import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type Coroutine, coroutine, type TaskGroup } from '@acoro/core'
import { QueueExecutor } from '@acoro/distributed'
import { createSubprocessExec } from '@acoro/streams'
import type { RemoteAsker } from '../crawl/remote-asker.ts'
import { LOCKS, makeJobs } from './jobs.ts'
import { NoWorkersError } from './no-workers.ts'
import type { Answered, Manner, Order } from './order.ts'
import { removeQueue } from './redis.ts'

/**
 * A crawl whose requests are made by many processes, through a queue in Redis: `--redis <address> --workers
 * n`.
 *
 * This process keeps what is known of the site, the permits of hosts, retries and robots.txt. So a crawl is
 * the same crawl, however many processes there are. If one of them dies, another one makes its requests
 * again.
 */

export interface FarmOptions {
  /** Where Redis is. */
  readonly redis: string
  /** How many processes. */
  readonly workers: number
  readonly manner: Manner
  /** Hears what the user should know. */
  readonly say: (line: string) => void
}

const PROGRAM = fileURLToPath(new URL('worker.ts', import.meta.url))

export class Farm implements RemoteAsker {
  readonly #options: FarmOptions
  readonly #queue = `linkcheck-${randomUUID()}`
  readonly #secret = randomUUID()
  readonly #jobs: ReturnType<typeof makeJobs>['jobs']
  readonly #executor: QueueExecutor
  #left: number

  constructor(options: FarmOptions) {
    const { redis, workers, say } = options
    this.#options = options
    this.#left = workers
    this.#jobs = makeJobs(redis, this.#secret).jobs
    this.#executor = new QueueExecutor(this.#jobs, {
      connection: redis,
      queue: this.#queue,
      lease: LOCKS.lock,
      onWarning: ({ message }) => say(`linkcheck: ${message}`),
    })
  }

  /** Starts the processes. They end with the group. */
  start(group: TaskGroup): void {
    for (let n = 1; n <= this.#options.workers; n++) group.createTask(this.#keep(n), { name: `process ${n}` })
  }

  ask(url: string, inside: boolean, pause: number): Coroutine<Answered> {
    const order: Order = { url, inside, pause, manner: this.#options.manner }
    return this.#executor.run(this.#jobs.visit, order)
  }

  /** Removes what the queue has left in Redis. */
  end(): Coroutine<void> {
    return removeQueue(this.#options.redis, this.#queue)
  }

  readonly #keep = coroutine(function* keep(this: Farm, n: number) {
    const { say, redis, workers, manner } = this.#options
    const concurrency = Math.ceil(manner.concurrency / workers)
    const args = [...process.execArgv, PROGRAM, this.#queue, String(concurrency)]
    const child = yield* createSubprocessExec(process.execPath, args, {
      stdin: 'pipe',
      // Ctrl-C is for this process, which ends the others in order.
      detached: true,
    })
    try {
      child.stdin?.write(Buffer.from(`${redis} ${this.#secret}\n`))
      say(`worker ${n} is process ${child.pid}`)
      const code = yield* child.wait()
      say(
        `linkcheck: worker ${n} ended ${code < 0 ? `by signal ${-code}` : `with ${code}`}; the others go on`,
      )
    } finally {
      child.stdin?.close()
      yield* child.wait()
    }
    if (--this.#left === 0) throw new NoWorkersError('all workers have ended')
  })
}
