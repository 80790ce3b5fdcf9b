// The module of the workers of the page.

import { answerJobs, workerSignal } from '@acoro/web/page'

export const jobs = {
  /** Blocks its worker, and not the page. */
  count(to: number): number {
    let sum = 0
    for (let i = 1; i <= to; i++) sum += i
    return sum
  },
  fail(): never {
    throw new RangeError('in the worker')
  },
  async hold(): Promise<string> {
    const signal = workerSignal()
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    throw signal.reason
  },
  spin(): never {
    for (;;);
  },
}
answerJobs(jobs)
