/** What is written is read back; what is cut, damaged or made by an enemy is read as far as it goes. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkSum } from '../../src/recording/check-sum.ts'
import { type Chunk, ChunkWriter } from '../../src/recording/chunk-writer.ts'
import type { RecordedEvent, RecordingHeader } from '../../src/recording/events.ts'
import { fileOf } from '../../src/recording/file-of.ts'
import { CHUNK_BYTES, CODES } from '../../src/recording/layout.ts'
import { BadRecording, readRecording } from '../../src/recording/read-recording.ts'
import { ChunkRing } from '../../src/server/record/chunk-ring.ts'

const header: RecordingHeader = {
  pid: 4711,
  title: '/srv/app.js',
  runtime: 'node 22.1.0',
  version: '1.0.0',
  origin: 1_750_000_000_000,
  virtual: false,
}
const main = { parent: 0, group: 0, name: 'main', work: 'main' }
const EVENTS: readonly RecordedEvent[] = [
  { kind: 'task', at: 10, task: 1, isNew: true, ...main },
  { kind: 'step', at: 10.5, to: 11.25, task: 1, outcome: 'waits', isBegin: true },
  { kind: 'wait', at: 11.3, task: 1, what: 'Lock.acquire on accounts', place: 'pay (/srv/app.js:7:3)' },
  { kind: 'wake', at: 12, task: 1, by: -7 },
  { kind: 'wake', at: 12, task: 1, by: 'timer' },
  { kind: 'step', at: 12.0001, to: 12.0002, task: -7, outcome: 'failed', isBegin: false },
  { kind: 'sample', at: 13, lag: null, heap: 50_000_000, utilization: 0.25, tasks: 2 },
  { kind: 'blocked', at: 13, to: 6000, task: 0, place: '' },
  { kind: 'lost', at: 14, to: 15 },
  { kind: 'snapshot', at: 15, task: 1, state: 'waiting', waitsFor: 'sleep', waitAge: null },
  { kind: 'note', at: 15, text: 'asked for' },
  { kind: 'end', at: 15 },
]

function written(events: readonly RecordedEvent[]): Chunk[] {
  const chunks: Chunk[] = []
  const writer = new ChunkWriter(
    (task) => ({ task, ...main, name: `task ${task}` }),
    (chunk) => chunks.push(chunk),
  )
  for (const event of events) writer.add(event)
  writer.flush()
  return chunks
}

const file = (events: readonly RecordedEvent[] = EVENTS): Uint8Array => fileOf(header, written(events))

/** Many steps: several chunks. */
function steps(count: number, from = 0): RecordedEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: 'step' as const,
    at: from + index,
    to: from + index + 0.5,
    task: 1 + (index % 10),
    outcome: 'paused' as const,
    isBegin: true,
  }))
}

test('each kind of event is read back as it was, and a task is told before its first event', () => {
  const { events, ...rest } = readRecording(file())
  const told = { kind: 'task', at: 12, task: -7, isNew: false, ...main, name: 'task -7' }
  expect(events).toEqual([...EVENTS.slice(0, 3), told, ...EVENTS.slice(3)])
  expect(rest).toEqual({ header, problems: [] })
})

test('chunks stand alone: the last of them tell the names of their tasks', () => {
  const chunks = written(steps(60_000))
  expect(chunks.length).toBeGreaterThan(5)
  expect(chunks.every(({ bytes }) => bytes.length < CHUNK_BYTES + 100)).toBe(true)
  const { events } = readRecording(fileOf(header, chunks.slice(-1)))
  expect(events.filter(({ kind }) => kind === 'task')).toHaveLength(10)
  expect(events.at(-1)).toEqual(steps(60_000).at(-1))
})

test('a full ring keeps the newest chunks, and what it keeps is read', () => {
  const ring = new ChunkRing(3 * CHUNK_BYTES + 300)
  for (const chunk of written(steps(60_000))) ring.add(chunk)
  expect(ring.isFull).toBe(true)
  expect(ring.bytes).toBeLessThanOrEqual(3 * CHUNK_BYTES + 300)
  const { events, problems } = readRecording(fileOf(header, ring.chunks))
  const kept = events.filter(({ kind }) => kind === 'step')
  expect(kept).toEqual(steps(60_000).slice(-kept.length))
  expect(problems).toEqual(['It has no end: what came last may be missing.'])
  // One chunk may be larger than the ring: it stays.
  const tiny = new ChunkRing(1)
  for (const chunk of written(steps(60_000))) tiny.add(chunk)
  expect(tiny.chunks).toHaveLength(1)
})

test('a file that was cut anywhere gives what came before, and says that it was cut', () => {
  const whole = fileOf(header, written(steps(30_000)))
  const all = readRecording(whole).events
  for (let cut = 200; cut < whole.length; cut += 30_011) {
    const { events, problems } = readRecording(whole.slice(0, cut))
    expect(events).toEqual(all.slice(0, events.length))
    expect(problems.at(-1)).toBe('It has no end: what came last may be missing.')
  }
})

test('a damaged chunk is left out, and those around it are read', () => {
  const chunks = written(steps(60_000))
  const bytes = fileOf(header, chunks)
  const second = bytes.length - chunks.slice(1).reduce((sum, chunk) => sum + chunk.bytes.length, 0)
  bytes[second + 500]! ^= 1
  const { events, problems } = readRecording(bytes)
  expect(problems[0]).toMatch(/^\d+ bytes were cut off or damaged, and are left out\.$/)
  expect(events.filter(({ kind }) => kind === 'step').at(-1)).toEqual(steps(60_000).at(-1))
})

/** A chunk with this body, and a right check sum. */
function chunkOf(...body: number[]): Chunk {
  const bytes = new Uint8Array(12 + 8 + body.length)
  bytes.set([0x41, 0x43, 0x48, 0x4b])
  bytes.set(body, 20)
  const view = new DataView(bytes.buffer)
  view.setUint32(4, bytes.length - 12, true)
  view.setUint32(8, checkSum(bytes.subarray(12)), true)
  return { bytes, from: 0, to: 0 }
}

test('events of kinds that are not known are skipped by their length', () => {
  const { events, problems } = readRecording(fileOf(header, [chunkOf(99, 3, 1, 2, 3, CODES.end, 1, 2)]))
  expect(events).toEqual([{ kind: 'end', at: 0.0001 }])
  expect(problems).toEqual(['Events of 1 unknown kinds are left out: a newer version made them.'])
})

test.each([
  ['a string that is not there', [CODES.note, 2, 0, 5], /Expected string 5 to be there/],
  ['a text longer than the chunk', [CODES.string, 3, 0xff, 0x01, 0x41], /Expected 255 more bytes, got 1/],
  [
    'a text of 2^50 bytes',
    [CODES.string, 8, 255, 255, 255, 255, 255, 255, 255, 1],
    /Expected a text of at most 4096 bytes/,
  ],
  [
    'a length that never ends',
    [CODES.note, 255, 255, 255, 255, 255, 255, 255, 255, 255],
    /Expected a number below 2\^53/,
  ],
  [
    'a number past 2^53',
    [CODES.end, 8, 255, 255, 255, 255, 255, 255, 255, 127],
    /Expected a number below 2\^53/,
  ],
  ['a time before the beginning', [CODES.end, 1, 1], /Expected a time that is possible/],
  ['fields that are missing', [CODES.step, 1, 0], /Expected 1 more bytes, got 0/],
])('%s ends its chunk, and is said', (_what, body, message) => {
  const { events, problems } = readRecording(fileOf(header, [chunkOf(...body), ...written(EVENTS)]))
  expect(problems[0]).toMatch(message)
  expect(events.at(-1)?.kind).toBe('end')
})

test('a header that is not ours is refused by name', () => {
  const versioned = file()
  versioned[8] = 7
  expect(() => readRecording(versioned)).toThrow(
    'Expected a recording of version 1, got 7: open it with the @acoro/console that made it',
  )
  const damaged = file()
  damaged[20]! ^= 1
  expect(() => readRecording(damaged)).toThrow(/whose header is damaged$/)
  expect(() => readRecording(new Uint8Array())).toThrow(BadRecording)
  expect(() => readRecording(new TextEncoder().encode('{"traceEvents":[]}'))).toThrow(
    /does not begin like one/,
  )
})

test('texts of a recording are made safe to show, and __proto__ is a name', () => {
  const evil = { ...main, name: '\u001b[2J<img src=x>\u202e', work: '__proto__' }
  const hostile = { ...header, title: 'a\u0007', runtime: 7, __proto__: { pid: 1 } } as never
  const bytes = fileOf(hostile, written([{ kind: 'task', at: 0, task: 1, isNew: true, ...evil }]))
  const { events, header: read } = readRecording(bytes)
  expect(events[0]).toMatchObject({ name: '\\u{1b}[2J<img src=x>\\u{202e}', work: '__proto__' })
  expect(read).toMatchObject({ title: 'a\\u{7}', runtime: 'unknown' })
})

test('whatever bytes are changed, it is read or refused, within its limits', () => {
  const whole = file([...EVENTS.slice(0, -1), ...steps(300, 20)])
  const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.boolean(), (changes, mends) => {
      const bytes = whole.slice()
      for (const [at, byte] of changes) bytes[at] = byte
      if (mends) mendSums(bytes)
      try {
        const { events } = readRecording(bytes)
        expect(events.every((event) => Number.isFinite(event.at))).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(BadRecording)
      }
    }),
    { numRuns: 500 },
  )
})

/** An enemy writes right check sums. */
function mendSums(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer)
  for (let at = 0; at + 12 <= bytes.length; at++) {
    if (bytes[at] !== 0x41 || bytes[at + 1] !== 0x43 || bytes[at + 2] !== 0x48 || bytes[at + 3] !== 0x4b)
      continue
    const length = view.getUint32(at + 4, true)
    if (length <= bytes.length - at - 12)
      view.setUint32(at + 8, checkSum(bytes.subarray(at + 12, at + 12 + length)), true)
  }
}
