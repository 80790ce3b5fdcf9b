import { KnownVisits } from './known-visits.ts'
import { isRecord, parse, readVisit } from './visit-line.ts'
import type { VisitLog } from './visit-log.ts'

/**
 * A crawl as lines of JSON, to be gone on with later: a line that says what it is, a line a visit, and a line that says
 * that this was all. Only visits are kept: everything else follows from them. A file that was cut short, or is
 * another program's, is refused with a reason rather than half believed.
 */

const FORMAT = 'linkcheck-state'
const VERSION = 2

export type Restored = { readonly known: KnownVisits } | { readonly refused: string }

/** The visits that are there now, and none that come while the pieces are written. */
export function* saveState(start: string, visits: VisitLog): Generator<string | Uint8Array> {
  const count = visits.length
  const pieces = visits.pieces()
  yield `${JSON.stringify({ format: FORMAT, version: VERSION, start })}\n`
  yield* pieces
  yield `${JSON.stringify({ end: FORMAT, count })}\n`
}

/** `lines`: of the file, without their ends. */
export function restoreState(lines: Iterable<string>, start: string): Restored {
  const known = new KnownVisits()
  const refused = readInto(known, lines, start)
  if (refused === undefined) return { known }
  known[Symbol.dispose]()
  return { refused }
}

/** Why the lines are no state of the crawl from `start`, `undefined` where they are one. */
function readInto(known: KnownVisits, lines: Iterable<string>, start: string): string | undefined {
  let expects: 'head' | 'visit' | 'nothing' = 'head'
  let visits = 0
  let torn = false
  for (const line of lines) {
    if (expects === 'nothing') return 'it goes on after its end'
    if (expects === 'head') {
      const reason = refuseHead(line, start)
      if (reason !== undefined) return reason
      expects = 'visit'
      continue
    }
    // A line that is no visit is where the file was cut, unless another one follows.
    if (torn) return `its visit ${visits} makes no sense`
    const count = countAtEnd(line)
    if (count === undefined) {
      visits++
      const visit = readVisit(line)
      if (visit === undefined) torn = true
      else known.add(visit)
    } else if (count === visits) expects = 'nothing'
    else return 'its visits are not all there'
  }
  if (expects === 'head') return 'it is empty'
  return expects === 'nothing' ? undefined : 'it is cut short'
}

function refuseHead(line: string, start: string): string | undefined {
  const head = parse(line)
  if (!isRecord(head) || head.format !== FORMAT)
    return line.startsWith(`{"format":"${FORMAT}"`) ? 'it is cut short' : 'it is not a state of linkcheck'
  if (head.version !== VERSION)
    return `expected version ${VERSION} of the format, got ${JSON.stringify(head.version)}`
  return head.start === start ? undefined : `it is about ${JSON.stringify(head.start)}, not ${start}`
}

function countAtEnd(line: string): unknown {
  if (!line.startsWith(`{"end":"${FORMAT}"`)) return undefined
  const end = parse(line)
  return isRecord(end) ? end.count : undefined
}
