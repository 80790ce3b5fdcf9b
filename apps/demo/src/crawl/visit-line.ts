import type { Problem, Visit } from './visit.ts'

/**
 * A visit as a line of text, and back. The line may have been on disk for weeks, and edited by hand, so it is
 * checked like any other input.
 */

export function writeVisit({ outcome, ...rest }: Visit): string {
  if (outcome.kind !== 'fine' || outcome.content === undefined) return JSON.stringify({ ...rest, outcome })
  const content = { ...outcome.content, anchors: [...outcome.content.anchors] }
  return JSON.stringify({ ...rest, outcome: { ...outcome, content } })
}

/** Returns `undefined` if the line is no visit. */
export function readVisit(line: string): Visit | undefined {
  const saved = parse(line)
  if (!isRecord(saved) || !isRecord(saved.outcome)) return undefined
  const { url, attempts, duration } = saved
  if (!isUrl(url) || typeof attempts !== 'number' || typeof duration !== 'number') return undefined
  const outcome = readOutcome(saved.outcome)
  return outcome && { url, attempts, duration, outcome }
}

function readOutcome(saved: Record<string, unknown>): Visit['outcome'] | undefined {
  const { kind, to, problem, content, truncatedAt } = saved
  if (kind === 'forbidden') return { kind }
  if (kind === 'redirect') return isUrl(to) ? { kind, to } : undefined
  if (kind === 'failed') return isProblem(problem) ? { kind, problem } : undefined
  if (kind !== 'fine') return undefined
  const truncated = typeof truncatedAt === 'number' ? { truncatedAt } : {}
  if (content === undefined) return { kind, ...truncated }
  if (!isRecord(content) || !isStrings(content.links) || !isStrings(content.anchors)) return undefined
  const { links, anchors, base } = content
  if (base !== undefined && typeof base !== 'string') return undefined
  const sheet = content.isStyleSheet === true ? { isStyleSheet: true as const } : {}
  return { kind, content: { links, anchors: new Set(anchors), base, ...sheet }, ...truncated }
}

/** Parses JSON; `undefined` if it is none. */
export function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isUrl(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value)
}

/** Any kind is accepted: a later version may know more. */
function isProblem(value: unknown): value is Problem {
  return isRecord(value) && typeof value.kind === 'string' && typeof value.reason === 'string'
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
