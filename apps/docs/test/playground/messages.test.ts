// The page believes nothing that comes out of a frame.

import { expect, test } from 'vitest'
import { EVENTS, LINE, LINES } from '../../playground/base/limits.ts'
import { readTold } from '../../playground/base/messages.ts'

test.each([
  null,
  undefined,
  1,
  'ended',
  [],
  {},
  { kind: 'start' },
  { kind: 'ended', how: 'constructor', text: '' },
  { kind: 'ended', how: ['done'], text: '' },
])('%j is no message', (data) => {
  expect(readTold(data)).toBeUndefined()
})

test('what is no line and no event is left out; what is left is of the right kind', () => {
  const told = readTold({
    kind: 'news',
    lines: [null, { stream: 'alert', text: 'x' }, { stream: 'log', text: {}, at: Number.NaN, onclick: 'x' }],
    events: [{ kind: 'created', task: -1, text: 7, other: '1', cancel: 'yes', at: 3 }, { kind: '__proto__' }],
  })
  expect(told).toEqual({
    kind: 'news',
    lines: [{ at: 0, stream: 'log', text: '' }],
    events: [{ at: 3, kind: 'created', task: 0, text: '', other: 0, cancel: false }],
  })
})

test('no message is longer than what is shown', () => {
  const line = { at: 0, stream: 'log', text: 'x'.repeat(LINE * 2) }
  const event = { at: 0, kind: 'stepped', task: 1, text: '', other: 0, cancel: false }
  const told = readTold({
    kind: 'news',
    lines: Array(LINES * 2).fill(line),
    events: Array(EVENTS * 2).fill(event),
  })
  if (told?.kind !== 'news') throw new Error('expected news')
  expect([told.lines.length, told.lines[0]?.text.length, told.events.length]).toEqual([LINES, LINE, EVENTS])
})
