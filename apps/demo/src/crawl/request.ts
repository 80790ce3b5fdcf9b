import { coroutine } from '@acoro/core'
import type { Answer, Fetcher } from '../fetch/fetcher.ts'
import { LinkExtractor } from '../link/extract-links.ts'
import { resolveLink } from '../link/resolve-link.ts'
import { MAX_PAGE_BYTES } from './limits.ts'
import type { Outcome } from './visit.ts'

/**
 * One request and what its answer means. `using` drops whatever part of the body was not wanted, on every way
 * out: a redirect, an error, no HTML, a page over the cap, a timeout, Ctrl-C.
 */

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Throws FetchFailure where no whole answer came. `inside`: the page's links are wanted. */
export const request = coroutine(function* request(fetcher: Fetcher, url: string, inside: boolean) {
  using answer = yield* fetcher.fetch(url)
  if (REDIRECTS.has(answer.status)) return redirect(url, answer.location)
  if (answer.status >= 400) return refusal(answer)
  if (!inside || !isHtml(answer.contentType)) return { kind: 'fine' } satisfies Outcome
  return yield* readPage(answer)
})

/** Feeds the body to the extractor as it comes in, up to the cap. */
const readPage = coroutine(function* readPage(answer: Answer) {
  const extractor = new LinkExtractor()
  const decoder = decoderFor(answer.contentType)
  let bytes = 0
  for (;;) {
    const chunk = yield* answer.read()
    if (chunk === undefined) return { kind: 'fine', content: extractor.end() } satisfies Outcome
    bytes += chunk.length
    extractor.write(decoder.decode(chunk, { stream: true }))
    if (bytes >= MAX_PAGE_BYTES) {
      return { kind: 'fine', content: extractor.end(), truncatedAt: bytes } satisfies Outcome
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

function refusal({ status, statusText }: Answer): Outcome {
  return { kind: 'failed', problem: { kind: 'http-status', status, reason: statusText } }
}

function isHtml(contentType: string): boolean {
  return /^(text\/html|application\/xhtml\+xml)\b/.test(contentType)
}

/** A charset that is unknown to TextDecoder is read as UTF-8: links are ASCII nearly always. */
function decoderFor(contentType: string) {
  const charset = /charset="?([^";\s]+)/.exec(contentType)?.[1]
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
