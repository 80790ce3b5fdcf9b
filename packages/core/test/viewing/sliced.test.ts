import { atOnce, inSlices, type Sliced } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'

function* look(pieces: number): Sliced<string> {
  for (let piece = 0; piece < pieces; piece++) yield
  return 'seen'
}

describe('a look in slices', () => {
  test('lets everything else run in between, and tells how long each slice took', async () => {
    const slices: number[] = []
    let turns = 0
    let isOver = false
    const others = (async () => {
      while (!isOver) {
        await new Promise<void>((resolve) => setTimeout(resolve, 0))
        turns++
      }
    })()
    // A slice of 0 ms has 16 pieces: so often is the clock read.
    expect(await inSlices(look(1000), { slice: 0, onSlice: (ms) => slices.push(ms) })).toBe('seen')
    isOver = true
    await others
    expect(slices.length).toBe(Math.ceil(1001 / 16))
    expect(slices.every((ms) => ms >= 0)).toBe(true)
    expect(turns).toBeGreaterThan(0)
  })

  test('runs at once, too', () => {
    expect(atOnce(look(100))).toBe('seen')
  })

  test('rejects with what the look throws, be it undefined, and with what onSlice throws', async () => {
    function* broken(): Sliced<string> {
      yield
      throw undefined
    }
    await expect(inSlices(broken())).rejects.toBe(undefined)
    const onSlice = (): never => {
      throw new Error('no')
    }
    await expect(inSlices(look(1), { onSlice })).rejects.toThrow('no')
  })

  test('refuses what is no look, and a slice that is no number', async () => {
    await expect(inSlices(null as never)).rejects.toThrow(
      new TypeError('Expected a look in slices, got null'),
    )
    await expect(inSlices(look(1), { slice: Number.NaN })).rejects.toThrow(RangeError)
  })
})
