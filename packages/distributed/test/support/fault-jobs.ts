// The jobs of the fault tests, for workers of their own processes, too.

import { appendFileSync } from 'node:fs'
import { asyncGenerator, coroutine, emit, sleep } from '@acoro/core'
import { currentJob, defineJobs } from '@acoro/distributed'

export const faultJobs = defineJobs({
  add: (a: number, b: number) => a + b,
  double: (n: number) => 2 * n,
  /** Writes into the file that it begins, and how it ends. */
  stay: coroutine(function* stay(file: string, ms: number) {
    const { attempt } = currentJob()
    appendFileSync(file, `begins ${attempt}\n`)
    try {
      yield* sleep(ms)
      appendFileSync(file, `ends ${attempt}\n`)
      return `run ${attempt}`
    } catch (error) {
      appendFileSync(file, `${(error as Error).message} ${attempt}\n`)
      throw error
    }
  }),
  /** Stays the first time only. */
  stayOnce: coroutine(function* stayOnce(file: string) {
    const { attempt } = currentJob()
    appendFileSync(file, `begins ${attempt}\n`)
    try {
      yield* sleep(attempt === 1 ? 60_000 : 1)
      return `run ${attempt}`
    } catch (error) {
      appendFileSync(file, `${(error as Error).message} ${attempt}\n`)
      throw error
    }
  }),
  die(file: string): never {
    appendFileSync(file, `dies ${currentJob().attempt}\n`)
    process.kill(process.pid, 'SIGKILL')
    throw new Error('unreachable')
  },
  block(file: string, ms: number) {
    const { attempt } = currentJob()
    appendFileSync(file, `blocks ${attempt}\n`)
    const end = performance.now() + (attempt === 1 ? ms : 0)
    while (performance.now() < end);
    return `run ${attempt}`
  },
  large: (size: number) => 'x'.repeat(size),
  count: asyncGenerator(function* count(to: number) {
    for (let n = 0; n < to; n++) yield* emit(n)
  }),
  /** Sends numbers. The first run stands still in the middle. */
  numbers: asyncGenerator(function* numbers(file: string, to: number) {
    const { attempt } = currentJob()
    appendFileSync(file, `begins ${attempt}\n`)
    for (let n = 0; n < to; n++) {
      if (attempt === 1 && n === to / 2) {
        appendFileSync(file, 'stands still\n')
        yield* sleep(60_000)
      }
      yield* emit(n)
    }
  }),
})
