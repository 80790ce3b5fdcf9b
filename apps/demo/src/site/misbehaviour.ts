import { logbook } from './almanac.ts'
import type { Reply, Request } from './http-server.ts'

/**
 * The faults of the bundled site, a handler each. A handler gets the number of the request for its path, from
 * 1, so that a flaky page is flaky in the same way in every run.
 */

export type Handler = (request: Request, nth: number) => Reply

export const SLOW_PAGE_MS = 3000
const LOGBOOK_BYTES = 5 * 1024 * 1024

/** `page` answers as for the good pages. */
export function misbehaviours(page: Handler): ReadonlyMap<string, Handler> {
  return new Map<string, Handler>([
    ['/robots.txt', () => plain(200, ROBOTS)],
    ['/sitemap.xml', () => binary('application/xml', SITEMAP)],
    // It would be a broken link, but a client that respects robots.txt never asks for it.
    ['/keepers-only/ledger.html', () => plain(403, 'Keepers only.')],
    ['/silent-bell', () => ({ status: 200, fate: 'silent' })],
    ['/engine-room', () => plain(500, 'The boiler is cold.')],
    ['/slow-tide.html', (request, nth) => ({ ...page(request, nth), delay: SLOW_PAGE_MS })],
    ['/ferry-times.html', (request, nth) => (nth <= 2 ? plain(503, 'Busy.') : page(request, nth))],
    ['/old-chart', redirectTo('/older-chart')],
    ['/older-chart', redirectTo('oldest-chart')],
    ['/oldest-chart', redirectTo('/chart.html')],
    ['/whirlpool', redirectTo('/maelstrom')],
    ['/maelstrom', redirectTo('/whirlpool')],
    ['/spiral', ({ target }) => ({ status: 302, location: `/spiral?${turn(target) + 1}` })],
    ['/moved-to-sea', redirectTo('/atlantis.html')],
    ['/nameless-move', () => ({ status: 302 })],
    ['/snapped-rope', () => ({ status: 200, fate: 'hang-up' })],
    ['/half-a-letter.html', () => ({ ...html('<p>Dear keeper, the oil will be sent'), fate: 'cut' })],
    ['/logbook-1890.html', () => html(logbook(LOGBOOK_BYTES))],
    // Both hold what looks like a broken link. Neither may be read for links.
    ['/tides.txt', () => plain(200, '<a href="/not-a-link.html">High tide</a>')],
    ['/chart.pdf', () => binary('application/pdf', '%PDF-1.7 <a href="/no.html">')],
    ['/lamp.svg', () => binary('image/svg+xml', LAMP)],
    ['/style.css', () => binary('text/css', 'body { font-family: serif }')],
  ])
}

const LAMP =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4.5" cy="4.5" r="4"/></svg>'

const ROBOTS = 'User-agent: *\nDisallow: /keepers-only/\n'

/**
 * Addresses in a sitemap are usually absolute. A checker resolves relative ones, as browsers do with links.
 */
const SITEMAP = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url><loc>/</loc></url>
  <url><loc>/forgotten-rock.html</loc></url>
</urlset>
`

export function html(body: string): Reply {
  return { status: 200, type: 'text/html; charset=utf-8', body }
}

export function plain(status: number, body: string): Reply {
  return { status, type: 'text/plain; charset=utf-8', body }
}

function binary(type: string, body: string): Reply {
  return { status: 200, type, body }
}

function redirectTo(location: string): Handler {
  return () => ({ status: 302, location })
}

function turn(target: string): number {
  return Number(target.split('?')[1] ?? 0)
}
