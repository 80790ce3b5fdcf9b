// The picture of a run, and the same in words.

import { expect, test } from 'vitest'
import type { TaskEvent } from '../../playground/base/messages.ts'
import { draw } from '../../playground/timeline/draw.ts'
import { toMarkup } from '../../playground/timeline/shape.ts'
import { sentencesOf } from '../../playground/timeline/text.ts'
import { timelineOf } from '../../playground/timeline/timeline.ts'

const event = (
  at: number,
  kind: TaskEvent['kind'],
  task: number,
  more: Partial<TaskEvent> = {},
): TaskEvent => ({
  at,
  kind,
  task,
  text: '',
  other: 0,
  cancel: false,
  ...more,
})

/** main makes a task, cancels it at 100 ms, and returns. */
const run: TaskEvent[] = [
  event(0, 'created', 1, { text: 'main' }),
  event(0, 'stepped', 1),
  event(0, 'created', 2, { text: 'work', other: 1 }),
  event(0, 'suspended', 1, { text: 'sleep' }),
  event(0, 'stepped', 2),
  event(0, 'suspended', 2, { text: 'an event' }),
  event(100, 'woken', 1, { text: 'timer' }),
  event(100, 'stepped', 1),
  event(100, 'woken', 2, { text: 'task', other: 1 }),
  event(100, 'suspended', 1, { text: 'Task work' }),
  event(100, 'stepped', 2, { cancel: true }),
  event(100, 'finished', 2, { text: 'cancelled' }),
  event(100, 'stepped', 1),
  event(100, 'finished', 1, { text: 'returned' }),
]

test('each step has a column, also at the same instant', () => {
  const { lanes, columns, wakes, cut } = timelineOf(run)
  expect(columns).toEqual([0, 0, 100, 100, 100])
  expect(lanes.map(({ name, from, to, end, cancels }) => [name, from, to, end, cancels])).toEqual([
    ['main', 0, 5, 'returned', []],
    ['work', 0, 4, 'cancelled', [3]],
  ])
  expect(lanes[1]?.pieces.map(({ kind, from, to, text }) => [kind, from, to, text])).toEqual([
    ['runs', 1, 2, ''],
    ['waits', 2, 3, 'an event'],
    ['runs', 3, 4, ''],
  ])
  expect(wakes).toEqual([{ from: 0, to: 1, column: 2 }])
  expect(cut).toBe(false)
})

test('the same in words', () => {
  expect(sentencesOf(run)).toEqual([
    '0 ms: main begins; main makes work; main waits for sleep; work waits for an event.',
    '100 ms: a timer wakes main; main wakes work; main waits for Task work; a cancel reaches work; work ends, cancelled; main returns.',
  ])
})

test('a run without an end is cut where the picture would be too large, and says so', () => {
  const many = Array.from({ length: 500 }, (_, n) => [
    event(n, 'stepped', 1),
    event(n, 'suspended', 1, { text: 'sleep' }),
  ]).flat()
  const { columns, cut, lanes } = timelineOf([event(0, 'created', 1, { text: 'main' }), ...many])
  expect([columns.length, cut, lanes[0]?.end]).toEqual([150, true, 'open'])
  expect(sentencesOf(many, 10).at(-1)).toBe('And 990 events more.')
})

test('events of tasks that nobody made, and in no order, draw nothing and break nothing', () => {
  const wrong = [
    event(5, 'finished', 9),
    event(1, 'woken', 9, { other: 7 }),
    event(0, 'suspended', 3),
    event(0, 'stepped', 1),
  ]
  expect(timelineOf(wrong)).toEqual({ lanes: [], columns: [], wakes: [], cut: false })
  const again = [...run, event(0, 'stepped', 2), event(0, 'created', 1, { text: 'twice' })]
  expect(() => toMarkup(draw(timelineOf(again), 'x'))).not.toThrow()
})

test('names are text in the picture', () => {
  const hostile = '</text><script>alert(1)</script>{{7*7}}"\u0000\ud800'
  const markup = toMarkup(
    draw(timelineOf([event(0, 'created', 1, { text: hostile }), event(0, 'stepped', 1)]), hostile),
  )
  expect(markup).not.toContain('<script')
  expect(markup).not.toContain('{{')
  expect([markup.includes('\u0000'), markup.includes('\ud800')]).toEqual([false, false])
})
