import { MAX_REDIRECTS, type SiteMap } from '../crawl/site-map.ts'
import type { Problem } from '../crawl/visit.ts'

/**
 * Where an address leads. The crawler visits each address once, and only notes where a redirect points. So
 * loops and chains are found in the map, without another request.
 */

export type Destination =
  | { readonly kind: 'arrived'; readonly url: string; readonly hops: number }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Not requested: robots.txt forbids it, or the options leave it out. */
  | { readonly kind: 'excluded' }
  /** The crawl ended before its turn. */
  | { readonly kind: 'unvisited' }

export function follow(map: SiteMap, url: string): Destination {
  const seen = new Set<string>()
  for (let at = url; ; ) {
    if (seen.has(at)) {
      const reason = `redirect loop of ${seen.size} address${seen.size === 1 ? '' : 'es'}`
      return { kind: 'failed', problem: { kind: 'redirect-loop', reason } }
    }
    if (seen.size > MAX_REDIRECTS) {
      const reason = `more than ${MAX_REDIRECTS} redirects`
      return { kind: 'failed', problem: { kind: 'too-many-redirects', reason } }
    }
    seen.add(at)

    // Most addresses are fine, and for those nothing is read from disk.
    const outcome = map.outcomeOf(at)
    if (outcome === undefined) return { kind: map.isWanted(at) ? 'unvisited' : 'excluded' }
    if (outcome === 'fine') return { kind: 'arrived', url: at, hops: seen.size - 1 }
    if (outcome === 'forbidden') return { kind: 'excluded' }
    const visited = map.visitOf(at)!.outcome
    if (visited.kind === 'failed') return { kind: 'failed', problem: visited.problem }
    if (visited.kind === 'redirect') at = visited.to
  }
}
