/** Answers as a server would make them, for tests of what shows them. Nothing in them is random. */

import type { Curves } from '../../src/protocol/curves.ts'
import { FIRST_ROWS, PROTOCOL_VERSION } from '../../src/protocol/limits.ts'
import type {
  ExternalRow,
  MergedWait,
  Place,
  PrimitiveRow,
  TaskRow,
  TopRow,
  Window,
} from '../../src/protocol/rows.ts'
import type { Block, State } from '../../src/protocol/state.ts'
import type { TaskDetail } from '../../src/protocol/task-detail.ts'
import type { Timeline } from '../../src/protocol/timeline.ts'

/** What the sample program is in the middle of. */
export type Incident =
  | 'none'
  | 'lock never released'
  | 'queue nobody reads'
  | 'blocked loop'
  | 'circle'
  | 'empty'

const AT = 734_512.25
const WORK: Place = { name: 'charge', file: '/srv/shop/src/accounts.ts', line: 41, column: 22 }
const READ: Place = { name: 'consume', file: '/srv/shop/src/mail.ts', line: 18, column: 14 }
const HOLDER = { id: 7, name: 'settle' }

export function sampleTasks(count = 1000): TaskRow[] {
  return Array.from({ length: count }, (_, index): TaskRow => {
    const id = index + 1
    const kind = id % 3
    return {
      id,
      name: kind === 0 ? `charge ${id}` : kind === 1 ? `mail ${id}` : `Task-${id}`,
      loop: 1,
      state: kind === 2 ? 'ready' : 'waiting',
      waitsFor: [
        `Lock.acquire on accounts (held by 'settle', ${count} waiting)`,
        'sleep until 900000 ms',
        null,
      ][kind]!,
      waitAge: kind === 2 ? null : 1000 + id,
      age: 2000 + id,
      place: kind === 0 ? WORK : kind === 1 ? READ : null,
      parent: id === 1 ? null : Math.floor(id / 2),
      group: id % 10 === 0 ? 'orders' : null,
      depth: Math.floor(Math.log2(id)),
      children: id * 2 + 1 <= count ? 2 : 0,
      steps: id * 3,
    }
  })
}

/** A window of a list, as an answer has it. */
export function sampleWindow<T>(
  all: readonly T[],
  from = 0,
  count: number = FIRST_ROWS,
): Window<T> & { at: number } {
  return { at: AT, rows: all.slice(from, from + count), from, total: all.length }
}

export function sampleWaits(): MergedWait[] {
  return [
    {
      key: 'lock accounts@41',
      waitsFor: 'Lock.acquire on accounts',
      place: WORK,
      count: 96_214,
      sampled: true,
      oldest: 61_250,
      examples: [3, 6, 9, 12, 15].map((id) => ({ id, name: `charge ${id}` })),
    },
    {
      key: 'queue mails@18',
      waitsFor: 'Queue.get on mails',
      place: READ,
      count: 1_800,
      sampled: false,
      oldest: 4_020,
      examples: [4, 10, 16].map((id) => ({ id, name: `mail ${id}` })),
    },
    {
      key: 'sleep',
      waitsFor: 'sleep',
      place: null,
      count: 3,
      sampled: false,
      oldest: null,
      examples: [{ id: 1, name: 'main' }],
    },
  ]
}

export function samplePrimitives(): PrimitiveRow[] {
  return [
    {
      id: 1,
      kind: 'Lock',
      name: 'accounts',
      waiting: 96_214,
      oldest: 61_250,
      holders: [HOLDER],
      takenAt: 'settle (/srv/shop/src/accounts.ts:12:20)',
      statistics: [
        ['locked', 'true'],
        ['waiting', '96214'],
      ],
    },
    {
      id: 2,
      kind: 'Queue',
      name: 'mails',
      waiting: 1_800,
      oldest: 4_020,
      holders: [],
      takenAt: null,
      statistics: [['size', '0']],
    },
  ]
}

export function sampleExternals(): ExternalRow[] {
  return [
    { what: 'promise of fetchRates', transient: true, count: 12, age: 30_010 },
    { what: 'socket 127.0.0.1:5432', transient: false, count: 4, age: null },
  ]
}

const BLOCK: Block = {
  from: AT - 4200,
  until: null,
  task: { id: 12, name: 'report' },
  stack: [{ name: 'parseAll', file: '/srv/shop/src/report.ts', line: 77, column: 9 }],
  noStack: null,
}

export function sampleState(incident: Incident = 'none'): State {
  const empty = incident === 'empty'
  const waits = empty ? [] : sampleWaits()
  const primitives = empty ? [] : samplePrimitives()
  const externals = empty ? [] : sampleExternals()
  const blocked = incident === 'blocked loop' ? BLOCK : null
  return {
    version: PROTOCOL_VERSION,
    at: AT,
    wallTime: 1_750_000_000_000,
    program: {
      pid: 4711,
      title: '/srv/shop/src/main.ts',
      runtime: 'node 22.1.0',
      version: '1.0.0',
      allowed: { cancel: true, source: true, locals: false, contextVariables: false },
    },
    verdict: VERDICTS[incident],
    blocked,
    lastBlocks: [{ ...BLOCK, from: AT - 90_000, until: AT - 89_400, stack: [], noStack: 'a native call' }],
    pictureAt: empty ? null : AT - (blocked === null ? 20 : 4200),
    counts: {
      tasks: empty ? 0 : 98_017,
      running: blocked === null ? 0 : 1,
      ready: 0,
      waiting: empty ? 0 : 98_016,
      cancelling: 0,
      primitives: primitives.length,
      externals: 16,
    },
    loops: empty
      ? []
      : [{ id: 1, name: 'loop 1', tasks: 98_017, steps: 1_204_411, lag: 0.4, virtual: false }],
    waits: { rows: waits, from: 0, total: waits.length },
    primitives: { rows: primitives, from: 0, total: primitives.length },
    externals: { rows: externals, from: 0, total: externals.length },
    circles: incident === 'circle' ? [[HOLDER, { id: 9, name: 'refund' }]] : [],
    missing: [],
  }
}

const VERDICTS: Readonly<Record<Incident, State['verdict']>> = {
  none: {
    status: 'idle',
    sentences: [
      { level: 'fine', text: 'The loop is alive and idle: all 98,017 tasks wait.', tasks: [] },
      {
        level: 'note',
        text: "The oldest wait is 61 s: 'charge 3' waits for Lock.acquire on accounts.",
        tasks: [],
      },
    ],
  },
  'lock never released': {
    status: 'idle',
    sentences: [
      {
        level: 'alarm',
        text: "96,214 tasks wait for Lock accounts, which 'settle' holds; 'settle' waits for sleep until 1e9 ms.",
        tasks: [HOLDER],
      },
      { level: 'fine', text: 'The loop is alive and idle: all 98,017 tasks wait.', tasks: [] },
    ],
  },
  'queue nobody reads': {
    status: 'idle',
    sentences: [
      {
        level: 'alarm',
        text: 'Queue mails is full, and no task takes from it: 1,800 tasks wait.',
        tasks: [],
      },
    ],
  },
  'blocked loop': {
    status: 'blocked',
    sentences: [
      {
        level: 'alarm',
        text: "The loop has been blocked for 4.2 s by 'report', at parseAll (/srv/shop/src/report.ts:77:9).",
        tasks: [{ id: 12, name: 'report' }],
      },
    ],
  },
  circle: {
    status: 'idle',
    sentences: [
      {
        level: 'alarm',
        text: "2 tasks wait for one another in a circle: 'settle' → 'refund' → 'settle'.",
        tasks: [HOLDER, { id: 9, name: 'refund' }],
      },
    ],
  },
  empty: {
    status: 'empty',
    sentences: [{ level: 'note', text: 'No event loop of acoro has run in this process yet.', tasks: [] }],
  },
}

export function sampleTaskDetail(): TaskDetail {
  const task = sampleTasks(3)[2]!
  return {
    at: AT,
    task,
    chain: [
      { task, waitsFor: task.waitsFor, waitAge: 61_250 },
      { task: HOLDER, waitsFor: 'sleep until 1000000000 ms', waitAge: 61_300 },
    ],
    circle: null,
    waiters: { rows: [{ id: 1, name: 'main' }], from: 0, total: 1 },
    stack: [WORK, { name: 'order', file: '/srv/shop/src/orders.ts', line: 9, column: 3 }],
    wokenBy: 'a timer',
    cancelled: { by: 'main', message: 'shutting down' },
    contextVariables: {
      refused: true,
      why: 'Context variables may hold secrets: allow them with serveConsole()',
    },
    locals: { refused: true, why: 'Locals may hold secrets: allow them with serveConsole({ locals: true })' },
  }
}

export function sampleTop(): TopRow[] {
  return [
    {
      name: 'charge',
      place: WORK,
      tasks: 96_214,
      steps: 50_123,
      busy: 812.5,
      created: 1_204,
      finished: 3,
      failed: 1,
    },
    { name: 'main', place: null, tasks: 1, steps: 5, busy: null, created: 0, finished: 0, failed: 0 },
  ]
}

/** One point a second. The curve has a gap in the middle. */
export function sampleCurves(points = 900): Curves {
  const column = <T>(value: (index: number) => T): T[] =>
    Array.from({ length: points }, (_, index) => value(index))
  const gap = (index: number): boolean => Math.abs(index - points / 2) < 5
  return {
    at: column((index) => AT - (points - index) * 1000),
    lag: column((index) => (gap(index) ? null : 1 + (index % 7))),
    stepsPerSecond: column((index) => (gap(index) ? null : 1000 + (index % 100))),
    utilization: column((index) => (gap(index) ? null : (index % 10) / 20)),
    heap: column((index) => 50_000_000 + index * 1000),
    tasks: column((index) => 98_017 - (points - index)),
  }
}

export function sampleTimeline(): Timeline {
  const step = (from: number, to: number) => ({ from, to, kind: 'step', count: 3, text: 'waits' }) as const
  const wait = (from: number, to: number) =>
    ({
      from,
      to,
      kind: 'wait',
      count: 1,
      text: 'Lock.acquire on accounts, at charge (accounts.ts:41:10)',
    }) as const
  return {
    recording: 1,
    title: '/srv/shop/src/main.ts',
    first: 1000,
    last: 6000,
    from: 1000,
    to: 6000,
    lanes: [
      {
        task: 7,
        name: 'settle',
        work: 'settle',
        steps: 6,
        busy: 1500,
        waited: 2500,
        spans: [step(1000, 2000), wait(2000, 4500), step(4500, 5000)],
        wakes: [{ at: 4500, by: 'charge 3', task: 3 }],
      },
      {
        task: 3,
        name: 'charge 3',
        work: 'charge',
        steps: 0,
        busy: 0,
        waited: 4000,
        spans: [wait(1500, 5500)],
        wakes: [],
      },
    ],
    total: 2,
    events: 1200,
    blocked: [{ from: 1000, to: 2000, text: 'settle, at parseAll (report.ts:77:9)' }],
    lost: [{ from: 5200, to: 5600, text: 'lost: too much happened' }],
    notes: [{ from: 6000, to: 6000, text: 'asked for by a viewer' }],
    problems: ['12 bytes were cut off or damaged, and are left out.'],
  }
}
