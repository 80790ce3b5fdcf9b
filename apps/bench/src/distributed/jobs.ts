/** The empty job of both sides, with a context variable that follows it. */

import { ContextVar } from '@acoro/core'
import { defineJobs } from '@acoro/distributed'

export const user = new ContextVar<string>('user', { default: 'nobody' })

export const jobs = defineJobs({ add: (a: number, b: number) => a + b }, { carry: [user] })

/** The queue of a variant at a concurrency. */
export function queueOf(variant: string, concurrency: number): string {
  return `${variant}-${concurrency}`
}
