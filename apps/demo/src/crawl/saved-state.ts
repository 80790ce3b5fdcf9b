import type { Visit } from './visit.ts'

/**
 * A crawl as text, to be gone on with later. Only visits are kept: everything else follows from them. What comes
 * back was on a disk meanwhile, and is looked at like any other input: a file that was cut short, or is another
 * program's, is refused with a reason rather than half believed.
 */

const FORMAT = 'linkcheck-state'
const VERSION = 1

/** `undefined` where it can be gone on with, else why not. */
export type Restored = { readonly visits: readonly Visit[] } | { readonly refused: string }

export function saveState(start: string, visits: Iterable<Visit>): string {
  const plain = [...visits].map(({ outcome, ...rest }) => {
    if (outcome.kind !== 'fine' || outcome.content === undefined) return { ...rest, outcome }
    const { links, anchors, base } = outcome.content
    return { ...rest, outcome: { ...outcome, content: { links, anchors: [...anchors], base } } }
  })
  return `${JSON.stringify({ format: FORMAT, version: VERSION, start, count: plain.length, visits: plain })}\n`
}

export function restoreState(text: string, start: string): Restored {
  let saved: unknown
  try {
    saved = JSON.parse(text)
  } catch {
    const cut = text.startsWith(`{"format":"${FORMAT}"`)
    return { refused: cut ? 'it is cut short' : 'it is not a state of linkcheck' }
  }
  if (!isRecord(saved) || saved.format !== FORMAT) return { refused: 'it is not a state of linkcheck' }
  if (saved.version !== VERSION) {
    return { refused: `expected version ${VERSION} of the format, got ${JSON.stringify(saved.version)}` }
  }
  if (saved.start !== start) return { refused: `it is about ${JSON.stringify(saved.start)}, not ${start}` }
  const { visits, count } = saved
  if (!Array.isArray(visits) || visits.length !== count) return { refused: 'its visits are not all there' }
  const restored: Visit[] = []
  for (const [index, saved] of visits.entries()) {
    const visit = restoreVisit(saved)
    if (visit === undefined) return { refused: `its visit ${index + 1} makes no sense` }
    restored.push(visit)
  }
  return { visits: restored }
}

function restoreVisit(saved: unknown): Visit | undefined {
  if (!isRecord(saved) || !isRecord(saved.outcome)) return undefined
  const { url, attempts, duration, outcome } = saved
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined
  if (typeof attempts !== 'number' || typeof duration !== 'number') return undefined
  const visit = { url, attempts, duration }
  if (outcome.kind === 'forbidden') return { ...visit, outcome: { kind: 'forbidden' } }
  if (outcome.kind === 'redirect') {
    const { to } = outcome
    return typeof to === 'string' && URL.canParse(to)
      ? { ...visit, outcome: { kind: 'redirect', to } }
      : undefined
  }
  if (outcome.kind === 'failed') {
    const { problem } = outcome
    if (!isRecord(problem) || typeof problem.kind !== 'string' || typeof problem.reason !== 'string')
      return undefined
    return { ...visit, outcome: { kind: 'failed', problem: problem as unknown as FailedProblem } }
  }
  if (outcome.kind !== 'fine') return undefined
  const { content, truncatedAt } = outcome
  const truncated = typeof truncatedAt === 'number' ? { truncatedAt } : {}
  if (content === undefined) return { ...visit, outcome: { kind: 'fine', ...truncated } }
  if (!isRecord(content) || !isStrings(content.links) || !isStrings(content.anchors)) return undefined
  const { links, anchors, base } = content
  if (base !== undefined && typeof base !== 'string') return undefined
  return {
    ...visit,
    outcome: { kind: 'fine', content: { links, anchors: new Set(anchors), base }, ...truncated },
  }
}

type FailedProblem = Extract<Visit['outcome'], { kind: 'failed' }>['problem']

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
