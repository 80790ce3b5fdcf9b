// There is no network here. So that programs which ask somebody run, `fetch` answers by itself: after 50 ms
// of the program's clock, with a page that says what was asked. The address says what else may happen:
//
//   …/status/503        this status
//   …/delay/2000        after 2000 ms
//   http://x.invalid/   nobody answers: no such name exists, by RFC 6761
//
// The body comes out of a stream that is full from the start, so that no clock has to wait for it.

import { holdTime } from './clock.ts'

const USUAL = 50
/** Characters of the request's body that the answer repeats. */
const REPEATED = 1000

/** What the program finds as `fetch`; timers are those of its clock. */
export async function answered(input: string | URL | Request, options: RequestInit = {}): Promise<Response> {
  const request = new Request(input, options)
  const { method, url, signal } = request
  const { hostname, pathname } = new URL(url)
  const sent = request.body === null ? '' : await holdTime(request.text())
  const [, delay = String(USUAL)] = /\/delay\/(\d{1,9})\b/.exec(pathname) ?? []
  await pass(Number(delay), signal)
  if (/(?:^|\.)invalid$/.test(hostname)) throw new TypeError('fetch failed')
  const [, status = '200'] = /\/status\/([2-5]\d\d)\b/.exec(pathname) ?? []
  const hasNone = method === 'HEAD' || /^(?:204|205|304)$/.test(status)
  const body = hasNone
    ? null
    : full(JSON.stringify({ method, url, ...(sent && { body: sent.slice(0, REPEATED) }) }))
  const headers = { 'content-type': 'application/json' }
  const response = new Response(body, { status: Number(status), headers })
  // Else it is empty, as for every answer that came from nowhere.
  Object.defineProperty(response, 'url', { value: url })
  return response
}

/** Rejects with the signal's reason if it is aborted before. */
function pass(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', left)
      resolve()
    }, delay)
    const left = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    signal.addEventListener('abort', left, { once: true })
  })
}

function full(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text))
      controller.close()
    },
  })
}
