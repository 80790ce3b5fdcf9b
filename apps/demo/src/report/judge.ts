import type { SiteMap } from '../crawl/site-map.ts'
import type { Visit } from '../crawl/visit.ts'
import type { Link } from '../link/resolve-link.ts'
import { follow } from './follow.ts'
import type { BrokenLink } from './report.ts'

/** Whether a link is broken, and how. */
export type Verdict = 'fine' | 'unchecked' | 'excluded' | Pick<BrokenLink, 'kind' | 'reason' | 'status'>

export function judge(map: SiteMap, link: Exclude<Link, { kind: 'other' }>): Verdict {
  if (link.kind === 'bad') return { kind: 'bad-link', reason: link.reason }
  const destination = follow(map, link.url)
  if (destination.kind === 'unvisited') return 'unchecked'
  if (destination.kind === 'excluded') return 'excluded'
  if (destination.kind === 'failed') {
    const { kind, reason, status } = destination.problem
    return status === undefined ? { kind, reason } : { kind, reason, status }
  }
  const { fragment } = link
  if (!needsAnchor(fragment) || hasAnchor(map.visitOf(destination.url)!, fragment)) return 'fine'
  return { kind: 'missing-anchor', reason: `no anchor "${fragment}" on that page` }
}

/** "#" and "#top" mean the top of any page. ":~:" begins a text fragment, which is no anchor. */
function needsAnchor(fragment: string): boolean {
  return fragment !== '' && fragment.toLowerCase() !== 'top' && !fragment.includes(':~:')
}

/** An anchor can be missing only on a page that was read to its end. */
function hasAnchor({ outcome }: Visit, anchor: string): boolean {
  if (outcome.kind !== 'fine' || outcome.content === undefined || outcome.truncatedAt !== undefined)
    return true
  return outcome.content.anchors.has(anchor)
}
