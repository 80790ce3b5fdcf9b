import { expect, test } from 'vitest'
import { makeCells, STEPS, TASK } from '../../../src/link/cells.ts'
import { Watchdog } from '../../../src/server/block/watchdog.ts'

function watched(): { watchdog: Watchdog; cells: Int32Array; due: { since: number | null } } {
  const cells = makeCells()
  const due: { since: number | null } = { since: null }
  return { watchdog: new Watchdog(cells, 200, () => due.since, 0), cells, due }
}

/** Looks every 50 ms from `from` up to `to`, and returns what was told. */
function looks(watchdog: Watchdog, from: number, to: number): object[] {
  const told: object[] = []
  for (let at = from; at <= to; at += 50) {
    const found = watchdog.look(at)
    if (Object.keys(found).length > 0) told.push(found)
  }
  return told
}

test('a step that lasts is told as it happens, once, and its end', () => {
  const { watchdog, cells } = watched()
  looks(watchdog, 50, 100)
  cells[TASK] = 7
  cells[STEPS] = 1
  expect(looks(watchdog, 150, 500)).toEqual([{ began: { from: 150, task: 7 } }])
  cells[TASK] = 0
  expect(looks(watchdog, 550, 600)).toEqual([{ ended: { from: 150, task: 7, until: 550 } }])
})

test('many short steps of one task are no block', () => {
  const { watchdog, cells } = watched()
  cells[TASK] = 7
  const told: object[] = []
  for (let at = 50; at < 2000; at += 50) {
    cells[STEPS]!++
    told.push(watchdog.look(at))
  }
  expect(told.every((found) => Object.keys(found).length === 0)).toBe(true)
})

test('an idle loop is no block, and code outside of tasks is one if an answer is overdue', () => {
  const { watchdog, due } = watched()
  expect(looks(watchdog, 50, 5000)).toEqual([])
  due.since = 5000
  expect(looks(watchdog, 5050, 5400)).toEqual([{ began: { from: 5000, task: 0 } }])
  due.since = null
  expect(looks(watchdog, 5450, 5500)).toEqual([{ ended: { from: 5000, task: 0, until: 5450 } }])
})

test('time in which the whole process was stopped does not count', () => {
  const { watchdog, cells } = watched()
  cells[TASK] = 7
  cells[STEPS] = 1
  looks(watchdog, 50, 100)
  expect(looks(watchdog, 60_000, 60_150)).toEqual([])
  expect(looks(watchdog, 60_200, 60_250)).toEqual([{ began: { from: 60_000, task: 7 } }])
})
