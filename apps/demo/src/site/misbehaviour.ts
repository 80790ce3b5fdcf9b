import type { IncomingMessage, ServerResponse } from 'node:http'
import { logbook } from './almanac.ts'

/**
 * What the bundled site does badly: one handler a trouble. A handler gets the number of the request for its
 * path, from 1, so that a flaky page is flaky in the same way at every run.
 */

type Handler = (request: IncomingMessage, response: ServerResponse, nth: number) => void

export const SLOW_PAGE_MS = 3000
const LOGBOOK_BYTES = 5 * 1024 * 1024

/** `page` answers as the site does for its good pages. */
export function misbehaviours(page: Handler): ReadonlyMap<string, Handler> {
  return new Map<string, Handler>([
    ['/robots.txt', (_request, response) => plain(response, 200, ROBOTS)],
    ['/sitemap.xml', (_request, response) => binary(response, 'application/xml', SITEMAP)],
    // It would be a broken link: nobody who respects robots.txt gets here.
    ['/keepers-only/ledger.html', (_request, response) => plain(response, 403, 'Keepers only.')],
    ['/silent-bell', () => {}],
    ['/engine-room', (_request, response) => plain(response, 500, 'The boiler is cold.')],
    [
      '/slow-tide.html',
      (request, response, nth) => later(SLOW_PAGE_MS, response, () => page(request, response, nth)),
    ],
    [
      '/ferry-times.html',
      (request, response, nth) => (nth <= 2 ? plain(response, 503, 'Busy.') : page(request, response, nth)),
    ],
    ['/old-chart', redirectTo('/older-chart')],
    ['/older-chart', redirectTo('oldest-chart')],
    ['/oldest-chart', redirectTo('/chart.html')],
    ['/whirlpool', redirectTo('/maelstrom')],
    ['/maelstrom', redirectTo('/whirlpool')],
    ['/spiral', (request, response) => redirectTo(`/spiral?${turn(request.url) + 1}`)(request, response, 1)],
    ['/moved-to-sea', redirectTo('/atlantis.html')],
    ['/nameless-move', (_request, response) => void response.writeHead(302).end()],
    ['/snapped-rope', (request) => request.socket.resetAndDestroy()],
    ['/half-a-letter.html', halfALetter],
    ['/logbook-1890.html', (_request, response) => html(response, logbook(LOGBOOK_BYTES))],
    // Both hold what looks like a broken link, and must not be read for links.
    ['/tides.txt', (_request, response) => plain(response, 200, '<a href="/not-a-link.html">High tide</a>')],
    [
      '/chart.pdf',
      (_request, response) => binary(response, 'application/pdf', '%PDF-1.7 <a href="/no.html">'),
    ],
    ['/lamp.svg', (_request, response) => binary(response, 'image/svg+xml', LAMP)],
    ['/style.css', (_request, response) => binary(response, 'text/css', 'body { font-family: serif }')],
  ])
}

const LAMP =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4.5" cy="4.5" r="4"/></svg>'

const ROBOTS = 'User-agent: *\nDisallow: /keepers-only/\n'

/** A sitemap has whole addresses as a rule; a checker resolves the others, as browsers do links. */
const SITEMAP = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url><loc>/</loc></url>
  <url><loc>/forgotten-rock.html</loc></url>
</urlset>
`

export function html(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text)
}

export function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
}

function binary(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'content-type': type }).end(body)
}

function redirectTo(location: string): Handler {
  return (_request, response) => void response.writeHead(302, { location }).end()
}

function turn(url: string | undefined): number {
  return Number(url?.split('?')[1] ?? 0)
}

/** Promises more than it sends, then hangs up. */
function halfALetter(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html', 'content-length': 4096 })
  response.write('<p>Dear keeper, the oil will be sent', () => response.destroy())
}

/** Runs `then` after `ms`, unless the client has gone by then: a timer must not outlive its connection. */
export function later(ms: number, response: ServerResponse, then: () => void): void {
  const timer = setTimeout(then, ms)
  response.once('close', () => clearTimeout(timer))
}
