import { coroutine } from '@acoro/core'
import type { Answer, Fetcher } from '../fetch/fetcher.ts'
import { type PageType, pageTypeOf } from '../link/page-type.ts'
import type { Page } from '../link/read-page.ts'
import { resolveLink } from '../link/resolve-link.ts'
import { isAccepted, type Limits, MAX_PAGE_BYTES } from './limits.ts'
import type { Outcome } from './visit.ts'

/**
 * One request, and what its answer means. `using` drops the rest of the body on every way out: a redirect, an
 * error, a body that is not read, a page over the limit, a timeout, Ctrl-C.
 */

/** An outcome, or a page that is still to be parsed. */
export type Received = Outcome | { readonly kind: 'page'; readonly page: Page; readonly truncatedAt?: number }

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Throws FetchFailure if no whole answer came. `inside`: the links of the page are wanted. */
export const request = coroutine(function* request(
  fetcher: Fetcher,
  url: string,
  inside: boolean,
  limits: Limits,
) {
  // Pages of other sites are not read, so HEAD is enough, unless the server refuses it.
  using answer = inside ? yield* fetcher.fetch(url) : yield* headOf(fetcher, url, limits)
  if (REDIRECTS.has(answer.status)) return redirect(url, answer.location)
  if (isAccepted(answer.status, limits)) return { kind: 'fine' } satisfies Outcome
  if (answer.status >= 400) return refusal(answer)
  const type = pageTypeOf(answer.contentType)
  if (!inside || type === undefined) return { kind: 'fine' } satisfies Outcome
  return yield* receivePage(answer, type)
})

/** Asks with HEAD. If that is refused, asks with GET, which decides. */
const headOf = coroutine(function* headOf(fetcher: Fetcher, url: string, limits: Limits) {
  const answer = yield* fetcher.fetch(url, 'HEAD')
  if (answer.status < 400 || answer.retryAfter !== undefined || isAccepted(answer.status, limits))
    return answer
  answer[Symbol.dispose]()
  return yield* fetcher.fetch(url)
})

/** Collects the body, up to the limit. */
const receivePage = coroutine(function* receivePage(answer: Answer, type: PageType) {
  const chunks: Uint8Array[] = []
  const charset = /charset="?([^";\s]+)/.exec(answer.contentType)?.[1]
  let bytes = 0
  for (;;) {
    const chunk = yield* answer.read()
    if (chunk === undefined) return { kind: 'page', page: { chunks, charset, type } } satisfies Received
    chunks.push(chunk.subarray(0, MAX_PAGE_BYTES - bytes))
    bytes += chunk.length
    if (bytes >= MAX_PAGE_BYTES) {
      return { kind: 'page', page: { chunks, charset, type }, truncatedAt: MAX_PAGE_BYTES } satisfies Received
    }
  }
})

function redirect(url: string, location: string | undefined): Outcome {
  const reason = 'redirects without saying where to'
  if (location === undefined) return { kind: 'failed', problem: { kind: 'bad-redirect', reason } }
  const target = resolveLink(location, url)
  if (target.kind === 'address') return { kind: 'redirect', to: target.url }
  const why = target.kind === 'bad' ? target.reason : `${target.scheme}: is not http`
  return { kind: 'failed', problem: { kind: 'bad-redirect', reason: `redirects to ${location}: ${why}` } }
}

function refusal({ status, statusText: reason, retryAfter }: Answer): Outcome {
  const problem = { kind: 'http-status', status, reason } as const
  return { kind: 'failed', problem: retryAfter === undefined ? problem : { ...problem, retryAfter } }
}
