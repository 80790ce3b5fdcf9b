/** Jobs that are added at once and run ten at a time, in order of arrival and by priority. */

import { gather, run } from '@acoro/core'
import { JobQueue } from '@acoro/service'
import PQueue from 'p-queue'
import type { Workload } from '../harness/compared.ts'
import { numbers, promisedTurn, turn } from './turn.ts'

const JOBS = 20_000
const CONCURRENCY = 10

function queue(name: string, priorityOf: (index: number) => number): Workload {
  return {
    name,
    unit: 'job',
    units: JOBS,
    variants: {
      acoro: () =>
        run(() => {
          const queue = new JobQueue({ concurrency: CONCURRENCY })
          return gather(
            numbers(JOBS).map((index) => queue.add(() => turn(index), { priority: priorityOf(index) })),
          )
        }),
      'p-queue': () => {
        const queue = new PQueue({ concurrency: CONCURRENCY })
        return Promise.all(
          numbers(JOBS).map((index) => queue.add(() => promisedTurn(index), { priority: priorityOf(index) })),
        )
      },
    },
  }
}

export const jobs = [
  queue('job queue, jobs in order', () => 0),
  queue('job queue, jobs by priority', (index) => (index * 7919) % 10),
] as const
