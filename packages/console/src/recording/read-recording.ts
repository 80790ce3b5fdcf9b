/**
 * Reads a recording, which may come from anybody and may be cut off or damaged. A damaged chunk is skipped,
 * and said; what was read before and after it holds. Nothing is believed: not a length, not a number of a
 * string, not an order of times.
 */

import { shownText } from '../base/shown-text.ts'
import { OUTCOMES, type Outcome, WAKERS } from '../link/event-ring.ts'
import { STATES } from '../link/messages.ts'
import type { TaskState } from '../protocol/rows.ts'
import { BadBytes, ByteReader } from './bytes.ts'
import { checkSum } from './check-sum.ts'
import type { RecordedEvent, RecordingHeader } from './events.ts'
import {
  CODES,
  FORMAT_VERSION,
  MAGIC,
  MARK,
  MOST_CHUNK,
  MOST_EVENTS,
  MOST_HEADER,
  MOST_RECORDING,
  TICKS,
} from './layout.ts'

export interface Recording {
  readonly header: RecordingHeader
  readonly events: readonly RecordedEvent[]
  /** What is wrong with it, in sentences; empty if it is whole. */
  readonly problems: readonly string[]
}

/** Not a recording, or one that this version cannot read. The message says which, and what to do. */
export class BadRecording extends Error {}

/** Reads all that can be read. BadRecording if that is nothing. Texts are safe to show. */
export function readRecording(bytes: Uint8Array): Recording {
  if (bytes.length > MOST_RECORDING) {
    throw new BadRecording(`Expected a recording of at most ${MOST_RECORDING} bytes, got ${bytes.length}`)
  }
  const { header, at } = readHeader(bytes)
  const problems: string[] = []
  const events: RecordedEvent[] = []
  const dropped = { bytes: 0, kinds: new Set<number>() }
  let from = at
  while (from < bytes.length && events.length < MOST_EVENTS) {
    const found = bodyAt(bytes, from)
    if (found === undefined) {
      const next = nextMark(bytes, from + 1)
      dropped.bytes += next - from
      from = next
      continue
    }
    const before = events.length
    try {
      readBody(found, events, dropped.kinds)
    } catch (error) {
      if (!(error instanceof BadBytes)) throw error
      problems.push(`A chunk breaks off after ${events.length - before} events: ${error.message}.`)
    }
    from += 12 + found.length
  }
  if (dropped.bytes > 0) problems.push(`${dropped.bytes} bytes were cut off or damaged, and are left out.`)
  if (dropped.kinds.size > 0) {
    problems.push(`Events of ${dropped.kinds.size} unknown kinds are left out: a newer version made them.`)
  }
  if (from < bytes.length) problems.push(`Only the first ${MOST_EVENTS} events are shown.`)
  else if (events.at(-1)?.kind !== 'end') problems.push('It has no end: what came last may be missing.')
  return { header, events, problems }
}

function readHeader(bytes: Uint8Array): { header: RecordingHeader; at: number } {
  if (MAGIC.some((byte, at) => bytes[at] !== byte)) {
    throw new BadRecording('Expected a recording of acoro, got a file that does not begin like one')
  }
  const reader = new ByteReader(bytes)
  reader.at = MAGIC.length
  try {
    const version = reader.byte()
    if (version !== FORMAT_VERSION) {
      throw new BadRecording(
        `Expected a recording of version ${FORMAT_VERSION}, got ${version}: open it with the @acoro/console that made it`,
      )
    }
    const length = reader.count()
    if (length > MOST_HEADER) throw new BadBytes('Expected a shorter header')
    const text = reader.bytes(length)
    const sum = reader.uint32()
    if (sum !== checkSum(text)) throw new BadBytes('Expected another check sum')
    return { header: headerOf(JSON.parse(new TextDecoder().decode(text))), at: reader.at }
  } catch (error) {
    if (error instanceof BadRecording) throw error
    throw new BadRecording('Expected a recording of acoro, got one whose header is damaged')
  }
}

function headerOf(told: unknown): RecordingHeader {
  const fields = new Map(Object.entries(typeof told === 'object' && told !== null ? told : {}))
  const text = (name: string): string => {
    const value = fields.get(name)
    return shownText(typeof value === 'string' ? value : 'unknown')
  }
  const number = (name: string): number => {
    const value = fields.get(name)
    return typeof value === 'number' && Number.isFinite(value) ? value : 0
  }
  return {
    pid: number('pid'),
    title: text('title'),
    runtime: text('runtime'),
    version: text('version'),
    origin: number('origin'),
    virtual: fields.get('virtual') === true,
  }
}

/** The body of the chunk that begins here; undefined if there is no whole one. */
function bodyAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
  if (bytes.length - at < 12 || MARK.some((byte, index) => bytes[at + index] !== byte)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + at + 4, 8)
  const length = view.getUint32(0, true)
  if (length > MOST_CHUNK || length > bytes.length - at - 12) return undefined
  const body = bytes.subarray(at + 12, at + 12 + length)
  return checkSum(body) === view.getUint32(4, true) ? body : undefined
}

function nextMark(bytes: Uint8Array, from: number): number {
  for (
    let at = bytes.indexOf(MARK[0] as number, from);
    at >= 0;
    at = bytes.indexOf(MARK[0] as number, at + 1)
  ) {
    if (MARK.every((byte, index) => bytes[at + index] === byte)) return at
  }
  return bytes.length
}

function readBody(body: Uint8Array, events: RecordedEvent[], unknown: Set<number>): void {
  const reader = new ByteReader(body)
  const chunk: ChunkState = { strings: [''], ticks: Math.round(reader.float() * TICKS) }
  while (reader.left > 0 && events.length < MOST_EVENTS) {
    const code = reader.byte()
    const fields = new ByteReader(reader.bytes(reader.count()))
    if (code === CODES.string) {
      chunk.strings.push(shownText(fields.text()))
      continue
    }
    const kind = KINDS.get(code)
    if (kind === undefined) unknown.add(code)
    else events.push(eventOf(kind, fields, chunk))
  }
}

interface ChunkState {
  readonly strings: string[]
  ticks: number
}

type Kind = RecordedEvent['kind']

const KINDS = new Map<number, Kind>(
  (Object.entries(CODES) as [Kind | 'string', number][]).flatMap(([kind, code]) =>
    kind === 'string' ? [] : [[code, kind]],
  ),
)

function eventOf(kind: Kind, fields: ByteReader, chunk: ChunkState): RecordedEvent {
  chunk.ticks += fields.whole()
  const at = timeOf(chunk.ticks)
  const to =
    kind === 'step' || kind === 'blocked' || kind === 'lost' ? timeOf(chunk.ticks + fields.count()) : at
  const text = (): string => {
    const index = fields.count()
    const found = chunk.strings[index]
    if (found === undefined) throw new BadBytes(`Expected string ${index} to be there`)
    return found
  }
  const orNull = (value: number): number | null => (value < 0 ? null : value)
  switch (kind) {
    case 'task': {
      const task = fields.whole()
      const isNew = fields.byte() === 1
      const [parent, group, name, work] = [fields.whole(), fields.whole(), text(), text()]
      return { kind, at, task, isNew, parent, group, name, work }
    }
    case 'step': {
      const [task, code] = [fields.whole(), fields.byte()]
      const outcome: Outcome = OUTCOMES[code & 15] ?? 'unknown'
      return { kind, task, at, to, outcome, isBegin: code < 16 }
    }
    case 'wait':
      return { kind, at, task: fields.whole(), what: text(), place: text() }
    case 'wake': {
      const [task, code] = [fields.whole(), fields.byte()]
      const by = code === 0 ? fields.whole() : (WAKERS[code] as 'timer' | undefined)
      return { kind, at, task, by: by ?? 'outside' }
    }
    case 'sample': {
      const [lag, heap, utilization, tasks] = [fields.float(), fields.float(), fields.float(), fields.float()]
      return {
        kind,
        at,
        lag: orNull(lag),
        heap: orNull(heap),
        utilization: orNull(utilization),
        tasks: orNull(tasks),
      }
    }
    case 'blocked':
      return { kind, at, to, task: fields.whole(), place: text() }
    case 'lost':
      return { kind, at, to }
    case 'snapshot': {
      const task = fields.whole()
      const state = (STATES[fields.byte()] ?? 'waiting') satisfies TaskState
      const waitAge = orNull(fields.float())
      return { kind, at, task, state, waitAge, waitsFor: text() }
    }
    case 'note':
      return { kind, at, text: text() }
    case 'end':
      return { kind, at }
  }
}

/** The most ms: a hundred thousand years. */
const MOST_TIME = 3.2e15

function timeOf(ticks: number): number {
  const ms = ticks / TICKS
  if (!(ms >= 0 && ms <= MOST_TIME)) throw new BadBytes('Expected a time that is possible')
  return ms
}
