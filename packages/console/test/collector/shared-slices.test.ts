// only on node: the messages between threads

import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { SharedSlices } from '../../src/collector/shared-slices.ts'

/** A look whose pieces each take about `ms` by the processor's clock. */
function* look(pieces: number, ms: number, ran: string[], name: string): Generator<undefined, string> {
  for (let piece = 0; piece < pieces; piece++) {
    for (const until = performance.now() + ms; performance.now() < until; );
    ran.push(name)
    yield
  }
  return name
}

/** What ran in each turn of the thread, until the looks have ended. */
async function turnsOf(ran: string[], looks: Promise<unknown>): Promise<string[][]> {
  const turns: string[][] = []
  let isOver = false
  void looks.finally(() => {
    isOver = true
  })
  while (!isOver) {
    const before = ran.length
    await new Promise((resolve) => setImmediate(resolve))
    if (ran.length > before) turns.push(ran.slice(before))
  }
  return turns
}

test('one turn of the thread has a slice of one look, and the looks take turns', async () => {
  const slices = new SharedSlices(1)
  const ran: string[] = []
  const looks = Promise.all(['a', 'b', 'c'].map((name) => slices.run(look(64, 0.2, ran, name))))
  const turns = await turnsOf(ran, looks)
  expect(await looks).toEqual(['a', 'b', 'c'])
  // 16 pieces run between two reads of the clock, and take longer than a slice here.
  expect(turns.map((turn) => new Set(turn).size)).toEqual(turns.map(() => 1))
  expect(turns.map(([name]) => name).join('')).toBe('abc'.repeat(4))
})

test('a short look ends in its first slice, which is not in the turn of the call', async () => {
  const ran: string[] = []
  const slow = new SharedSlices(50).run(look(3, 0, ran, 'short'))
  expect(ran).toEqual([])
  expect(await slow).toBe('short')
})

test('what a look throws rejects it alone, and what onSlice throws, too', async () => {
  const slices = new SharedSlices(1)
  const ran: string[] = []
  const broken = slices.run(
    (function* () {
      yield
      throw undefined
    })(),
  )
  const told = slices.run(look(1, 0, ran, 'told'), () => {
    throw new RangeError('no more')
  })
  const whole = slices.run(look(40, 0.2, ran, 'whole'))
  await expect(broken).rejects.toBeUndefined()
  await expect(told).rejects.toThrow('no more')
  expect(await whole).toBe('whole')
})

test('the ms of the slices are told', async () => {
  const took: number[] = []
  await new SharedSlices(1).run(look(48, 0.2, [], 'look'), (ms) => took.push(ms))
  expect(took.length).toBe(4)
  expect(Math.min(...took.slice(0, 3))).toBeGreaterThanOrEqual(3.2)
})
