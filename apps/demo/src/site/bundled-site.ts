import { coroutine } from '@acoro/core'
import { almanacPages } from './almanac.ts'
import { type Reply, type Request, serveHttp } from './http-server.ts'
import { type Handler, html, misbehaviours, plain } from './misbehaviour.ts'
import { type PlantedFault, plantedFaults } from './planted-fault.ts'

/**
 * The site that `linkcheck` checks without arguments: two servers on free loopback ports, the almanac and a
 * small neighbour to link to. Each answer is delayed by some tens of ms, always the same for one path.
 * Without delays a checker could not show what waiting concurrently saves.
 */

export interface BundledSite extends Disposable {
  /** Address of the home page. */
  readonly url: string
  readonly planted: readonly PlantedFault[]
  /** How many requests were served, by path. Paths of the neighbour have its origin before them. */
  readonly requests: ReadonlyMap<string, number>
}

/** Opens the site on `port`, or on a free one. Disposing it closes both servers and all connections. */
export const openBundledSite = coroutine(function* openBundledSite(port: number = 0) {
  const requests = new Map<string, number>()
  const neighbour = yield* open(0, requests, true, routeNeighbour)
  const planted = plantedFaults(neighbour.origin)
  try {
    const almanac = yield* open(port, requests, false, routeAlmanac(planted))
    return {
      url: `${almanac.origin}/`,
      planted,
      requests,
      [Symbol.dispose]() {
        almanac[Symbol.dispose]()
        neighbour[Symbol.dispose]()
      },
    } satisfies BundledSite
  } catch (error) {
    neighbour[Symbol.dispose]()
    throw error
  }
})

const NEIGHBOUR: Readonly<Record<string, Reply>> = {
  '/robots.txt': plain(200, 'User-agent: *\nDisallow: /crew-only/\n'),
  '/crew-only/rota.html': plain(403, 'Crew only.'),
  // Its links lead nowhere: nothing may follow them.
  '/ferries.html': html('<h1>Ferries</h1><a href="/never-follow.html">Timetable</a>'),
}

const routeNeighbour: Handler = (request) => NEIGHBOUR[pathOf(request)] ?? plain(404, 'Sunk.')

function routeAlmanac(planted: readonly PlantedFault[]): Handler {
  const pages = almanacPages(planted)
  const page: Handler = (request) => {
    const text = pages.get(pathOf(request))
    return text === undefined ? plain(404, 'No such light.') : html(text)
  }
  const bad = misbehaviours(page)
  return (request, nth) => (bad.get(pathOf(request)) ?? page)(request, nth)
}

const open = coroutine(function* open(
  port: number,
  requests: Map<string, number>,
  named: boolean,
  route: Handler,
) {
  const server = yield* serveHttp(port, (request) => {
    const key = named ? `http://${request.host}${request.target}` : request.target
    const nth = (requests.get(key) ?? 0) + 1
    requests.set(key, nth)
    const reply = route(request, nth)
    return { ...reply, delay: latency(pathOf(request)) + (reply.delay ?? 0) }
  })
  return {
    origin: `http://127.0.0.1:${server.address.port}`,
    [Symbol.dispose]() {
      server.close()
      server.abortClients()
    },
  }
})

function pathOf({ target }: Request): string {
  return target.split('?')[0] ?? '/'
}

/** From 20 to 99 ms, by path. */
function latency(path: string): number {
  let hash = 0
  for (const character of path) hash = (hash * 31 + character.charCodeAt(0)) % 80
  return 20 + hash
}
