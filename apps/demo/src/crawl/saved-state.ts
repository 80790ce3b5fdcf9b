import { KnownVisits } from './known-visits.ts'
import { isRecord, parse, readVisit } from './visit-line.ts'
import type { VisitLog } from './visit-log.ts'

/**
 * A crawl as lines of JSON, to resume later: a line that names the format, a line for each visit, and a line
 * that ends the file. Only visits are kept, because everything else follows from them. A file that was cut
 * short, or that belongs to another program, is refused with a reason.
 */

const FORMAT = 'linkcheck-state'
const VERSION = 2

export type Restored = { readonly known: KnownVisits } | { readonly refused: string }

/** Writes the visits made so far, and none that are made while the pieces are written. */
export function* saveState(start: string, visits: VisitLog): Generator<string | Uint8Array> {
  const count = visits.length
  const pieces = visits.pieces()
  yield `${JSON.stringify({ format: FORMAT, version: VERSION, start })}\n`
  yield* pieces
  yield `${JSON.stringify({ end: FORMAT, count })}\n`
}

/** `lines`: those of the file, without line ends. */
export function restoreState(lines: Iterable<string>, start: string): Restored {
  const known = new KnownVisits()
  const refused = readInto(known, lines, start)
  if (refused === undefined) return { known }
  known[Symbol.dispose]()
  return { refused }
}

/** Why the lines are not a state of the crawl from `start`; `undefined` if they are. */
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
    // The file was cut at a line that is no visit, unless another line follows.
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
