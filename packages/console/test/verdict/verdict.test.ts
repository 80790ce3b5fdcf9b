import { expect, test } from 'vitest'
import type { Facts, Pressure } from '../../src/verdict/facts.ts'
import { verdictOf } from '../../src/verdict/verdict.ts'

const counts = { tasks: 12, running: 0, ready: 0, waiting: 12, cancelling: 0, primitives: 0, externals: 0 }
const quiet: Facts = {
  isKnown: true,
  loops: 1,
  counts,
  stepsPerSecond: 0,
  blocked: null,
  stoppedBy: null,
  circles: [],
  oldest: null,
  pressures: [],
  externals: [],
}
const settle = { id: -7, name: 'settle' }
const lock: Pressure = {
  name: 'Lock accounts',
  waiting: 1200,
  oldest: 61_000,
  holders: [
    { task: settle, isAlive: true, waitsFor: 'Queue.get on jobs (0 items, 1 waiting)', waitAge: 62_000 },
  ],
  queue: null,
}

function said(facts: Partial<Facts>): string[] {
  const { status, sentences } = verdictOf({ ...quiet, ...facts })
  return [status, ...sentences.map(({ level, text }) => `${level}: ${text}`)]
}

test('a program that has not told yet, one without a loop, an idle one and one at work', () => {
  expect(said({ isKnown: false })).toEqual(['unknown', 'note: The program has not told about itself yet.'])
  expect(said({ loops: 0 })[0]).toBe('empty')
  expect(said({})).toEqual(['idle', 'fine: The loop is alive and idle: all 12 tasks wait.'])
  expect(said({ stepsPerSecond: 1204.4, counts: { ...counts, ready: 3 } })).toEqual([
    'alive',
    'fine: The loop is alive: 1,204 steps in the last second, 3 of 12 tasks ready to run.',
  ])
})

test('a lock whose holder has ended is an alarm; one whose holder waits names that wait', () => {
  const ended = { ...lock, holders: [{ task: settle, isAlive: false, waitsFor: null, waitAge: null }] }
  expect(said({ pressures: [ended] })[1]).toBe(
    "alarm: Nobody will release Lock accounts: 'settle' took it, and has ended. 1,200 tasks wait for it, the oldest for 61 s.",
  )
  expect(said({ pressures: [lock] })[1]).toBe(
    "warning: 1,200 tasks wait for Lock accounts, the oldest for 61 s. 'settle' holds it and waits for Queue.get on jobs (0 items, 1 waiting), for 62 s.",
  )
})

test('a full queue from which nobody takes is an alarm with time; idle workers are none', () => {
  const queue = { name: 'Queue mails', waiting: 3, oldest: 20_000, holders: [] }
  expect(said({ pressures: [{ ...queue, queue: { size: 10, most: 10, putting: 3, taking: 0 } }] })[1]).toBe(
    'alarm: Nobody takes from Queue mails: it is full (10), and 3 tasks wait to put into it, the oldest for 20 s.',
  )
  expect(
    said({ pressures: [{ ...queue, queue: { size: 0, most: 10, putting: 0, taking: 3 } }] }),
  ).toHaveLength(2)
})

test('a blocked loop names the task and the line', () => {
  const stack = [{ name: 'parseAll', file: '/srv/report.ts', line: 77, column: 9 }]
  const blocked = { from: 0, until: null, age: 4200, task: { id: 12, name: 'report' }, stack, noStack: null }
  expect(said({ blocked }).slice(0, 2)).toEqual([
    'blocked',
    "alarm: The loop has been blocked for 4.2 s by task 'report', at parseAll (/srv/report.ts:77:9).",
  ])
  expect(said({ blocked: { ...blocked, task: null, stack: [], noStack: 'a native call runs' } })[1]).toBe(
    'alarm: The loop has been blocked for 4.2 s by code outside of tasks (the line is unknown: a native call runs).',
  )
})

test('a debugger that holds the program is no alarm', () => {
  expect(said({ stoppedBy: 'a debugger' })[0]).toBe('stopped')
})

test('a circle is told with its tasks in order', () => {
  expect(said({ circles: [[settle, { id: 9, name: 'refund' }]] })[1]).toBe(
    "alarm: 2 tasks wait for one another in a circle, and nothing else can free them: 'settle' → 'refund' → 'settle'.",
  )
})
