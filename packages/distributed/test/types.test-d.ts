import type { Coroutine } from '@acoro/core'
import { coroutine } from '@acoro/core'
import { defineJobs, job, QueueExecutor } from '@acoro/distributed'
import { expectTypeOf, it } from 'vitest'

const jobs = defineJobs({
  add: (a: number, b: number) => a + b,
  later: async (text: string) => text.length,
  slow: job(
    coroutine(function* slow(_ms: number) {
      return 'done'
    }),
    { attempts: 2 },
  ),
})
const executor = new QueueExecutor(jobs, { connection: 'redis://127.0.0.1' })

it('the results of jobs are known', () => {
  expectTypeOf(executor.run(jobs.add, 1, 2)).toEqualTypeOf<Coroutine<number>>()
  expectTypeOf(executor.run(jobs.later, 'x')).toEqualTypeOf<Coroutine<number>>()
  expectTypeOf(executor.run(jobs.slow, 5)).toEqualTypeOf<Coroutine<string>>()
})

it('wrong arguments do not compile', () => {
  // @ts-expect-error the second is missing
  executor.run(jobs.add, 1)
  // @ts-expect-error a number is wanted
  executor.run(jobs.slow, 'x')
  // @ts-expect-error no such job
  executor.run(jobs.none)
})
