/** The parts of the page that need no browser. */

import { expect, test } from 'vitest'
import { formatAddress, parseAddress, selectedTask, toView, withParams } from '../../src/page/base/address.ts'
import { age, parseAge } from '../../src/page/base/age.ts'
import { KeptOrder } from '../../src/page/base/order.ts'
import { counted, number, shortPath } from '../../src/page/base/text.ts'
import { EventReader } from '../../src/page/data/events.ts'
import { linked } from '../../src/page/parts/linked.ts'

test('an address is read back as it was written', () => {
  const address = parseAddress('#tasks?search=a%26b%3D%23&task=7&empty=')
  expect([address.view, [...address.params]]).toEqual([
    'tasks',
    [
      ['search', 'a&b=#'],
      ['task', '7'],
    ],
  ])
  expect(parseAddress(formatAddress(address))).toEqual(address)
  expect(formatAddress(withParams(address, { search: null, state: 'ready' }))).toBe(
    '#tasks?task=7&state=ready',
  )
  expect(formatAddress(toView(address, 'waits'))).toBe('#waits?task=7')
  expect(parseAddress('#nothing?task=1').view).toBe(null)
})

test('a task in an address is a number of ours, or none', () => {
  const selected = ['7', '', '-1', '0', '1e3', '0x10', '99999999999999999999', 'constructor'].map((task) =>
    selectedTask({ view: null, params: new Map([['task', task]]) }),
  )
  expect(selected).toEqual([7, null, -1, null, null, null, null, null])
})

test('durations and counts that are not known are unknown, not 0', () => {
  expect([0, 0.42, 9.96, 350, 4200, 61_000, 720_000, null, undefined, Number.NaN, -5].map(age)).toEqual([
    '0 ms',
    '0.4 ms',
    '10 ms',
    '350 ms',
    '4.2 s',
    '61 s',
    '12 min',
    'unknown',
    'unknown',
    'unknown',
    '0 ms',
  ])
  expect([0, 1.5, 98_214, null, Number.POSITIVE_INFINITY].map(number)).toEqual([
    '0',
    '1.5',
    '98,214',
    'unknown',
    'unknown',
  ])
  expect([counted(1, 'task'), counted(2000, 'task')]).toEqual(['1 task', '2,000 tasks'])
})

test('an age that somebody types has a unit, or is in seconds', () => {
  expect(['250ms', '5s', '2m', '1.5h', '1d', '7', ' 3 min ', 'soon', '-1', '1e9', ''].map(parseAge)).toEqual([
    250,
    5000,
    120_000,
    5_400_000,
    86_400_000,
    7000,
    180_000,
    null,
    null,
    null,
    null,
  ])
})

test('a path is shown by its last two parts, of either kind of slash', () => {
  expect(['/srv/shop/src/main.ts', 'C:\\shop\\src\\main.ts', 'main.ts', ''].map(shortPath)).toEqual([
    'src/main.ts',
    'src/main.ts',
    'main.ts',
    '',
  ])
})

test('of many events only the newest is read, wherever they are torn', () => {
  const reader = new EventReader()
  expect(reader.push(': hello\n\ndata: {"a"')).toBe(null)
  expect(reader.push(':1}\n')).toBe(null)
  expect(reader.push('\nevent: state\r\ndata: 2\r\n\r\ndata: 3\ndata: 4\n\n: still here\n\nda')).toBe('3\n4')
  expect(reader.push('ta:5\n\n')).toBe('5')
})

test('an event without an end is an error, not a full memory', () => {
  const reader = new EventReader()
  const push = () => {
    for (let part = 0; part < 5; part++) reader.push('x'.repeat(1024 * 1024))
  }
  expect(push).toThrow('the server sent an event without an end')
})

test('the order of rows is kept while it is held, and for 2 s', () => {
  const order = new KeptOrder<{ id: string; value: number }>((row) => row.id)
  const rows = (...ids: string[]) => ids.map((id, value) => ({ id, value }))
  const next = (now: number, held: boolean, ids: string[], question = '') => {
    const kept = order.next(rows(...ids), { now, held, question })
    return [kept.rows.map((row) => row.id).join(''), [...kept.gone].join(''), kept.added, kept.moved]
  }
  expect(next(0, false, ['a', 'b'])).toEqual(['ab', '', 0, false])
  expect(next(1999, false, ['b', 'a'])).toEqual(['ab', '', 0, true])
  expect(next(2000, true, ['c', 'b'])).toEqual(['ab', 'a', 1, true])
  expect(next(9000, true, ['a', 'b'])).toEqual(['ab', '', 0, false])
  expect(next(9000, false, ['c', 'b'])).toEqual(['cb', '', 0, false])
  // What the user asks for comes at once, held or not.
  expect(next(9001, true, ['b', 'c'], 'by name')).toEqual(['bc', '', 0, false])
  order.release()
  expect(next(9002, true, ['c', 'b'], 'by name')).toEqual(['cb', '', 0, false])
})

test('a sentence is cut where it names its tasks; two of one name are two', () => {
  const a = { id: 1, name: 'a' }
  const twin = { id: 2, name: 'a' }
  const nameless = { id: 3, name: '' }
  expect(linked({ text: "'a' waits for 'a'.", tasks: [a] })).toEqual({
    pieces: [a, ' waits for ', a, '.'],
    unnamed: [],
  })
  expect(linked({ text: "'a' waits for 'a'.", tasks: [a, twin] }).pieces).toEqual([
    a,
    ' waits for ',
    twin,
    '.',
  ])
  expect(linked({ text: 'It waits.', tasks: [a, nameless] })).toEqual({
    pieces: ['It waits.'],
    unnamed: [a, nameless],
  })
})
