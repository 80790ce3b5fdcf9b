import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { almanacPages } from './almanac.ts'
import { html, later, misbehaviours, plain } from './misbehaviour.ts'
import { type PlantedFault, plantedFaults } from './planted-fault.ts'

/**
 * The site that `linkcheck` checks when it is given none: two plain node:http servers on free loopback ports,
 * the almanac and a small neighbour to link to. Each answer is held back for some tens of milliseconds, always
 * the same for one path: over loopback alone a checker could not show what waiting at the same time is worth.
 */

export interface BundledSite extends Disposable {
  /** Address of the home page. */
  readonly url: string
  readonly planted: readonly PlantedFault[]
  /** Requests served so far by path, those of the neighbour with its origin before them. */
  readonly requests: ReadonlyMap<string, number>
}

type Route = (path: string, request: IncomingMessage, response: ServerResponse, nth: number) => void

/** Opens the site; disposing it closes both servers and every connection. */
export async function openBundledSite(): Promise<BundledSite> {
  const requests = new Map<string, number>()
  const neighbour = await listen(requests, true, routeNeighbour)
  const planted = plantedFaults(neighbour.origin)
  const almanac = await listen(requests, false, routeAlmanac(planted))
  return {
    url: `${almanac.origin}/`,
    planted,
    requests,
    [Symbol.dispose]() {
      for (const { server } of [almanac, neighbour]) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}

function routeNeighbour(path: string, _request: IncomingMessage, response: ServerResponse): void {
  // Its links are its own business: whoever follows them finds nothing.
  if (path === '/ferries.html') html(response, '<h1>Ferries</h1><a href="/never-follow.html">Timetable</a>')
  else plain(response, 404, 'Sunk.')
}

function routeAlmanac(planted: readonly PlantedFault[]): Route {
  const pages = almanacPages(planted)
  const page = (request: IncomingMessage, response: ServerResponse): void => {
    const text = pages.get(pathOf(request))
    if (text === undefined) plain(response, 404, 'No such light.')
    else html(response, text)
  }
  const bad = misbehaviours(page)
  return (path, request, response, nth) => (bad.get(path) ?? page)(request, response, nth)
}

interface Listening {
  readonly server: Server
  readonly origin: string
}

function listen(requests: Map<string, number>, named: boolean, route: Route): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const path = pathOf(request)
      const key = named ? `http://${request.headers.host}${request.url}` : (request.url ?? '/')
      const nth = (requests.get(key) ?? 0) + 1
      requests.set(key, nth)
      later(latency(path), response, () => route(path, request, response, nth))
    })
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      // A site that was opened just as Ctrl-C came, and that nobody got hold of, must not keep the process alive.
      server.unref()
      const { port } = server.address() as AddressInfo
      resolve({ server, origin: `http://127.0.0.1:${port}` })
    })
  })
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/'
}

/** From 20 to 99 ms, by path. */
function latency(path: string): number {
  let hash = 0
  for (const character of path) hash = (hash * 31 + character.charCodeAt(0)) % 80
  return 20 + hash
}
