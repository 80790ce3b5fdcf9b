import { coroutine, getRunningLoop, TimeoutError, timeout } from '@acoro/core'
import { type Fetcher, FetchFailure } from '../fetch/fetcher.ts'
import { readPage } from '../link/read-page.ts'
import { formatDuration } from '../report/format-duration.ts'
import type { Limits } from './limits.ts'
import { type Received, request } from './request.ts'
import type { Outcome, ProblemKind } from './visit.ts'

/** One request with its timeout: in this process, or in a worker of `--redis`. Retries are for the caller. */

/** What came, how long it took in ms, and whether the same request would fail again. */
export interface Asked<T = Received> {
  readonly received: T
  readonly took: number
  readonly lasting: boolean
}

/** `inside`: the links of the page are wanted. */
export const ask = coroutine(function* ask(fetcher: Fetcher, url: string, inside: boolean, limits: Limits) {
  const loop = getRunningLoop()
  const began = loop.time()
  let received: Received
  let lasting = false
  try {
    received = yield* timeout(limits.timeout, request(fetcher, url, inside, limits))
  } catch (error) {
    // Other errors are not about this address; a CancelledError, for example.
    if (error instanceof TimeoutError) received = silence(limits)
    else if (error instanceof FetchFailure) {
      received = failed(error.kind, error.message)
      lasting = error.lasting
    } else throw error
  }
  return { received, took: loop.time() - began, lasting } satisfies Asked
})

/** Parses the page, if there is one. This takes none of the server's time, and no permit. */
export const read = coroutine(function* read(received: Received) {
  if (received.kind !== 'page') return received
  const { page, truncatedAt } = received
  const content = yield* readPage(page)
  return (
    truncatedAt === undefined ? { kind: 'fine', content } : { kind: 'fine', content, truncatedAt }
  ) satisfies Outcome
})

function silence({ timeout }: Limits): Outcome {
  return failed('timeout', `no answer within ${formatDuration(timeout)}`)
}

function failed(kind: ProblemKind, reason: string): Outcome {
  return { kind: 'failed', problem: { kind, reason } }
}
