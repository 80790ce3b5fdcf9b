import { MAX_REDIRECTS, type SiteMap } from '../crawl/site-map.ts'
import type { Problem, Visit } from '../crawl/visit.ts'

/**
 * Where an address ends up. The crawler visits each address once and does not follow redirects: it only notes
 * where they point. Loops and chains are then a matter of reading the map, with no request repeated.
 */

export type Destination =
  | { readonly kind: 'arrived'; readonly visit: Visit; readonly hops: number }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Not asked for: robots.txt forbids it, or the options leave it out. */
  | { readonly kind: 'excluded' }
  /** The crawl ended before its turn came. */
  | { readonly kind: 'unvisited' }

export function follow(map: SiteMap, url: string): Destination {
  const seen = new Set<string>()
  for (let at = url; ; ) {
    if (seen.has(at)) {
      return {
        kind: 'failed',
        problem: {
          kind: 'redirect-loop',
          reason: `redirect loop of ${seen.size} address${seen.size === 1 ? '' : 'es'}`,
        },
      }
    }
    if (seen.size > MAX_REDIRECTS) {
      const reason = `more than ${MAX_REDIRECTS} redirects`
      return { kind: 'failed', problem: { kind: 'too-many-redirects', reason } }
    }
    seen.add(at)

    const visit = map.get(at)?.visit
    if (visit === undefined) return { kind: map.isWanted(at) ? 'unvisited' : 'excluded' }
    const { outcome } = visit
    if (outcome.kind === 'failed') return { kind: 'failed', problem: outcome.problem }
    if (outcome.kind === 'fine') return { kind: 'arrived', visit, hops: seen.size - 1 }
    if (outcome.kind === 'forbidden') return { kind: 'excluded' }
    at = outcome.to
  }
}
