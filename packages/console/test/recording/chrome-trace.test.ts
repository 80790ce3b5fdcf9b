import { expect, test } from 'vitest'
import { chromeTrace, type TraceEvent } from '../../src/recording/chrome-trace.ts'
import type { RecordedEvent } from '../../src/recording/events.ts'
import type { Recording } from '../../src/recording/read-recording.ts'

const header = { pid: 7, title: 'app.js', runtime: 'node 22', version: '1', origin: 0, virtual: false }
const task = (id: number, name: string, at: number, isNew = true): RecordedEvent => ({
  kind: 'task',
  at,
  task: id,
  isNew,
  parent: 0,
  group: 0,
  name,
  work: 'work',
})

/** main makes and wakes a worker, which waits for a lock and fails. */
const EVENTS: readonly RecordedEvent[] = [
  task(1, 'main', 1, false),
  task(-1, 'worker', 2),
  { kind: 'step', at: 1, to: 3, task: 1, outcome: 'paused', isBegin: true },
  { kind: 'step', at: 3, to: 4, task: -1, outcome: 'waits', isBegin: true },
  { kind: 'wait', at: 4, task: -1, what: 'Lock.acquire on a', place: 'work (a.ts:1:2)' },
  { kind: 'wake', at: 5, task: -1, by: 1 },
  { kind: 'step', at: 5, to: 6, task: 1, outcome: 'returned', isBegin: true },
  { kind: 'sample', at: 5.5, lag: 0.5, heap: null, utilization: null, tasks: 2 },
  { kind: 'step', at: 6, to: 6.25, task: -1, outcome: 'failed', isBegin: true },
  { kind: 'lost', at: 7, to: 8 },
  { kind: 'note', at: 8, text: 'asked for' },
  { kind: 'end', at: 8 },
]
const recording: Recording = { header, events: EVENTS, problems: [] }

test('a recording as Chrome reads it, field by field', () => {
  const at = { pid: 7, tid: 1 }
  expect(chromeTrace(recording)).toEqual({
    displayTimeUnit: 'ms',
    traceEvents: [
      { ph: 'M', name: 'process_name', ...at, args: { name: 'app.js (node 22)' } },
      { ph: 'M', name: 'thread_name', ...at, args: { name: 'loop 1' } },
      { ph: 'b', cat: 'task', id: '0x2', name: 'main', ...at, ts: 1000, args: { task: 1, work: 'work' } },
      step('main', 1, 1000, 2000, 'paused'),
      { ph: 'b', cat: 'task', id: '0x1', name: 'worker', ...at, ts: 2000, args: { task: -1, work: 'work' } },
      step('worker', -1, 3000, 1000, 'waits'),
      {
        ph: 'b',
        cat: 'task',
        id: '0x1',
        name: 'Lock.acquire on a',
        ...at,
        ts: 4000,
        args: { place: 'work (a.ts:1:2)' },
      },
      step('main', 1, 5000, 1000, 'returned'),
      { ph: 's', cat: 'wake', id: '0x2', name: 'wakes', ...at, ts: 5000 },
      { ph: 'C', name: 'lag', ...at, ts: 5500, args: { lag: 0.5 } },
      { ph: 'C', name: 'tasks', ...at, ts: 5500, args: { tasks: 2 } },
      { ph: 'e', cat: 'task', id: '0x1', name: 'Lock.acquire on a', ...at, ts: 6000 },
      step('worker', -1, 6000, 250, 'failed'),
      { ph: 'f', cat: 'wake', id: '0x2', name: 'wakes', bp: 'e', ...at, ts: 6000 },
      { ph: 'e', cat: 'task', id: '0x2', name: 'main', ...at, ts: 6000 },
      { ph: 'e', cat: 'task', id: '0x1', name: 'worker', ...at, ts: 6250 },
      { ph: 'i', s: 'p', name: 'events were lost', ...at, ts: 7000, args: { ms: 1 } },
      { ph: 'i', s: 'p', name: 'asked for', ...at, ts: 8000, args: {} },
    ],
  })
})

function step(name: string, id: number, ts: number, dur: number, outcome: string): TraceEvent {
  return { ph: 'X', cat: 'step', name, pid: 7, tid: 1, ts, dur, args: { task: id, outcome, work: 'work' } }
}

test('what an importer expects holds for each event: the rules of the format', () => {
  const { traceEvents } = chromeTrace(recording)
  const timed = traceEvents.filter(({ ph }) => ph !== 'M')
  expect(timed.map(({ ts }) => ts)).toEqual(timed.map(({ ts }) => ts as number).sort((a, b) => a - b))
  // Slices of the thread never overlap.
  const slices = timed.filter(({ ph }) => ph === 'X')
  slices.reduce((end, { ts, dur }) => {
    expect(ts).toBeGreaterThanOrEqual(end)
    return (ts as number) + (dur as number)
  }, 0)
  // Async events of an id nest, and begin and end under the same name.
  const open = new Map<string, string[]>()
  for (const { ph, id, name } of timed.filter(({ cat }) => cat === 'task')) {
    const names = open.get(id as string) ?? []
    if (ph === 'b') names.push(name)
    else expect(names.pop()).toBe(name)
    open.set(id as string, names)
  }
  expect([...open.values()].flat()).toEqual([])
  // An id is hexadecimal, or an importer drops the arrow without a word.
  expect(timed.every(({ id }) => id === undefined || /^0x[0-9a-f]+$/.test(id))).toBe(true)
  expect(traceEvents.every(({ pid, tid }) => Number.isInteger(pid) && Number.isInteger(tid))).toBe(true)
  expect(
    timed
      .filter(({ ph }) => ph === 'C')
      .every(({ args }) => Object.values(args ?? {}).every(Number.isFinite)),
  ).toBe(true)
})
