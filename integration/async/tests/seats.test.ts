import { readFileSync } from 'node:fs'
import { taskOf, timeout } from '@acoro/async'
import { explore, virtual } from '@acoro/testing'
import pLimit from 'p-limit'
import { expect, it } from 'vitest'
import { Booking } from './seats.ts'

/** The line of seats.ts that holds `text`. */
const lineOf = (text: string) =>
  readFileSync(new URL('./seats.ts', import.meta.url), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1

it(
  'runs on the clock of the test',
  virtual(async (loop) => {
    const booking = new Booking({ seats: 1 })
    const promise = booking.book(60_000)
    expect(taskOf(promise)?.name).toBe('book')
    expect(await promise).toBe(true)
    expect(await booking.book(1)).toBe(false)
    expect(loop.time()).toBe(60_000)
  }),
)

it(
  'is cancelled at its await',
  virtual(async () => {
    const booking = new Booking({ seats: 1 })
    await expect(timeout(10, () => booking.book(60_000))).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(booking.sold).toBe(0)
  }),
)

it('a deadlock names the line that was written', async () => {
  const booking = new Booking({ seats: 1 })
  const error = await virtual(async () => void (await booking.stuck()), { patience: 20 })().catch(
    (thrown) => thrown,
  )
  expect(error.message).toMatch(
    new RegExp(`at .*stuck \\(.*seats\\.ts:${lineOf('await new Promise<never>')}:`),
  )
})

it(
  'an error leads to the line that was written',
  virtual(async () => {
    const error = await new Booking({ seats: 1 }).fails().catch((thrown) => thrown)
    expect(error.stack).toMatch(new RegExp(`seats\\.ts:${lineOf("Error('here')")}:`))
  }),
)

it('finds the race', async () => {
  await expect(
    explore({}, async () => {
      const booking = new Booking({ seats: 1 })
      await Promise.all([booking.book(10), booking.book(10)])
      if (booking.sold > 1) throw new Error('sold twice')
    }),
  ).rejects.toMatchObject({ name: 'OrderError' })
})

it(
  'p-limit, which was taken in, waits on the same clock',
  virtual(async (loop) => {
    const limit = pLimit(1)
    const booking = new Booking({ seats: 3 })
    await Promise.all([1, 2, 3].map(() => limit(() => booking.book(1000))))
    expect([booking.sold, loop.time()]).toEqual([3, 3000])
  }),
)
