// only on node: the clock of the process

import { createTask, run, sleep } from '@acoro/core'
import { Event, Lock } from '@acoro/sync'
import { expect, test } from 'vitest'
import { Loops } from '../../../src/collector/loops.ts'
import { makeCells, TASK } from '../../../src/link/cells.ts'
import { ringOf } from '../../../src/link/event-ring.ts'
import { RingReader } from '../../../src/server/record/ring-reader.ts'

function recorded(): { log: string[]; reader: RingReader; loops: Loops; cells: Int32Array } {
  const log: string[] = []
  const cells = makeCells()
  const loops = new Loops(cells)
  const names = new Map<number, string>()
  const hidden = new Set<number>()
  const tell = (task: number, text: string): void => {
    if (!hidden.has(task)) log.push(text)
  }
  const ring = ringOf(loops.record(true, 1024) as SharedArrayBuffer)
  const nameOf = (task: number): string => names.get(task) ?? `task ${task}`
  const reader = new RingReader(
    ring,
    {
      step: (task, from, to, outcome, isBegin) => {
        expect(to).toBeGreaterThanOrEqual(from)
        tell(task, `${nameOf(task)} ${isBegin ? '' : 'goes on and '}${outcome}`)
      },
      made: (task, _at, _parent, _group, name, work) => {
        // The end of a run makes tasks of its own.
        if (work.startsWith('shutdown')) hidden.add(task)
        names.set(task, name.startsWith('Task-') ? (work === 'coroutine' ? 'spin' : work) : name)
        tell(task, `made ${nameOf(task)}: ${work}`)
      },
      woken: (task, _at, by) =>
        tell(task, `${nameOf(task)} woken by ${typeof by === 'number' ? nameOf(by) : by}`),
      waits: (task, _at, what, place) =>
        tell(task, `${nameOf(task)} waits for ${what} at ${place.replace(/ \(.*/, '')}`),
      lost: () => log.push('lost'),
    },
    0,
  )
  return { log, reader, loops, cells }
}

test('what was noted before the reader came is read, too', async () => {
  const cells = makeCells()
  const loops = new Loops(cells)
  const ring = ringOf(loops.record(true, 1024) as SharedArrayBuffer)
  /** What is due in the step that begins to wait for it is no wait, and a timer may be. */
  function* main() {
    const event = new Event()
    setImmediate(() => event.set())
    yield* event.wait()
  }
  await run(main)
  const waits: string[] = []
  const ignored = (): void => {}
  const events = { step: ignored, made: ignored, woken: ignored, lost: () => waits.push('lost') }
  const note = (_task: number, _at: number, what: string): void => void waits.push(what)
  const reader = new RingReader(ring, { ...events, waits: note }, 0)
  await run(main)
  reader.look(true)
  loops.close()
  expect(waits).toEqual(['Event.wait', 'Event.wait'])
})

test('the steps, waits and wake-ups of a program, in order', async () => {
  const { log, reader, loops } = recorded()
  const lock = new Lock({ name: 'accounts' })
  function* holds() {
    yield* lock.acquire()
    yield* sleep(30)
    lock.release()
  }
  function* wants() {
    yield* lock.acquire()
    lock.release()
    throw new Error('planned')
  }
  await run(function* main() {
    const first = createTask(holds(), { name: 'first' })
    const second = createTask(wants(), { name: 'second' })
    yield* first
    try {
      yield* second
    } catch {}
  })
  reader.look(true)
  loops.close()
  expect(log).toEqual([
    'made main: main',
    'main woken by outside',
    'made first: coroutine',
    'first woken by main',
    'made second: coroutine',
    'second woken by main',
    'main waits',
    'first waits',
    'second waits',
    "main waits for task 'first' at main",
    'first waits for sleep at ',
    'second waits for Lock.acquire on accounts at ',
    'first woken by timer',
    'second woken by first',
    'main woken by first',
    'first returned',
    'second failed',
    'main returned',
  ])
})

test('an eager task takes its first step inside that of the task that makes it', async () => {
  const { log, reader, loops, cells } = recorded()
  function* child() {
    yield* sleep(0)
  }
  await run(function* main() {
    yield* createTask(child(), { name: 'eager', eager: true })
  })
  reader.look(true)
  loops.close()
  expect(log).toEqual([
    'made main: main',
    'main woken by outside',
    'made eager: coroutine',
    'main unknown',
    'eager paused',
    'main goes on and waits',
    'main woken by eager',
    'eager returned',
    'main returned',
  ])
  expect(cells[TASK]).toBe(0)
})

test('a ring that comes round is told as lost, and what follows is read', async () => {
  const { log, reader, loops } = recorded()
  function* spin(count: number) {
    for (let step = 0; step < count; step++) yield* sleep(0)
  }
  await run(spin(3000))
  reader.look(true)
  log.length = 0
  await run(spin(2))
  reader.look(true)
  loops.close()
  expect(reader.needsTexts).toBe(true)
  expect(log).toEqual([
    'lost',
    'made spin: coroutine',
    'spin woken by outside',
    'spin paused',
    'spin paused',
    'spin returned',
  ])
})

test('what was written after the look before is read at the next one', async () => {
  const { log, reader, loops } = recorded()
  await run(function* main() {})
  reader.look()
  expect(log).toEqual([])
  reader.look()
  expect(log.length).toBeGreaterThan(0)
  loops.close()
})
