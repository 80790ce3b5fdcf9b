import { expect, test } from 'vitest'
import type { RecordedEvent } from '../../src/recording/events.ts'
import type { Recording } from '../../src/recording/read-recording.ts'
import { timelineOf } from '../../src/recording/timeline.ts'

const header = { pid: 7, title: 'app.js', runtime: 'node 22', version: '1', origin: 0, virtual: false }
const recordingOf = (events: readonly RecordedEvent[]): Recording => ({ header, events, problems: [] })
const all = { search: '', lanes: 10 }
const task = (id: number, name: string): RecordedEvent => ({
  kind: 'task',
  at: 0,
  task: id,
  isNew: true,
  parent: 0,
  group: 0,
  name,
  work: `${name}Work`,
})
const step = (id: number, at: number, to: number, outcome: 'paused' | 'waits' = 'paused'): RecordedEvent => ({
  kind: 'step',
  at,
  to,
  task: id,
  outcome,
  isBegin: true,
})

test('the busiest tasks first, with their steps and what they waited for', () => {
  const { lanes, ...rest } = timelineOf(
    recordingOf([
      task(1, 'idle'),
      task(2, 'busy'),
      step(1, 0, 1, 'waits'),
      { kind: 'wait', at: 1, task: 1, what: 'sleep', place: 'idle (a.ts:1:2)' },
      step(2, 1, 50),
      { kind: 'wake', at: 1, task: 1, by: 2 },
      step(1, 50, 51),
      { kind: 'end', at: 100 },
    ]),
    3,
    all,
  )
  expect(rest).toMatchObject({ recording: 3, first: 0, last: 100, from: 0, to: 100, total: 2, events: 8 })
  expect(lanes.map(({ name, steps, busy, waited }) => [name, steps, busy, waited])).toEqual([
    ['busy', 1, 49, 0],
    ['idle', 2, 2, 49],
  ])
  expect(lanes[1]?.spans).toEqual([
    { from: 0, to: 1, kind: 'step', count: 1, text: 'waits' },
    { from: 1, to: 50, kind: 'wait', count: 1, text: 'sleep, at idle (a.ts:1:2)' },
    { from: 50, to: 51, kind: 'step', count: 1, text: 'paused' },
  ])
  expect(lanes[1]?.wakes).toEqual([{ at: 1, by: 'busy', task: 2 }])
})

test('steps that cannot be seen apart are one span, and apart again in a narrower window', () => {
  const steps = Array.from({ length: 100 }, (_, index) => step(1, index / 10, index / 10 + 0.01))
  const recording = recordingOf([task(1, 'a'), ...steps, { kind: 'end', at: 10_000 }])
  expect(timelineOf(recording, 1, all).lanes[0]?.spans).toEqual([
    { from: 0, to: 9.91, kind: 'step', count: 100, text: 'paused' },
  ])
  expect(timelineOf(recording, 1, { ...all, from: 0, to: 1 }).lanes[0]?.spans).toHaveLength(11)
})

test('where events were lost all waits end: none lasts for ever because its end was lost', () => {
  const { lanes, lost } = timelineOf(
    recordingOf([
      task(1, 'a'),
      step(1, 0, 1, 'waits'),
      { kind: 'lost', at: 5, to: 9 },
      { kind: 'end', at: 1000 },
    ]),
    1,
    all,
  )
  expect(lanes[0]?.spans.at(-1)).toMatchObject({ kind: 'wait', from: 1, to: 5 })
  expect(lost).toEqual([{ from: 5, to: 9, text: 'lost: too much happened' }])
})

test('a window outside of the recording, an empty one and a search that nothing fits', () => {
  const recording = recordingOf([task(1, 'a'), step(1, 0, 1), { kind: 'end', at: 10 }])
  expect(timelineOf(recording, 1, { ...all, from: 500, to: -5 })).toMatchObject({
    from: 500,
    to: 500,
    lanes: [],
  })
  expect(timelineOf(recordingOf([]), 1, all)).toMatchObject({ first: 0, last: 0, lanes: [], total: 0 })
  expect(timelineOf(recording, 1, { ...all, search: 'b' }).total).toBe(0)
  expect(timelineOf(recording, 1, { ...all, search: 'b', only: new Set([1]) }).total).toBe(1)
  expect(timelineOf(recording, 1, { ...all, only: new Set([2]) }).total).toBe(0)
  expect(timelineOf(recording, 1, { ...all, search: 'AWORK' }).total).toBe(1)
})
