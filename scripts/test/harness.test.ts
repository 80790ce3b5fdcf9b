import { expect, it } from 'vitest'
import { equal, play, thrown } from '../examples/harness.ts'

const nothing = { prints: [], claims: [] }
const printing =
  (...lines: string[]) =>
  async () => {
    for (const line of lines) console.log(line)
  }

it('fails where a value is not the claimed one', () => {
  expect(equal({ a: 1 }, { a: 1 }, 'a.md:1')).toEqual({ a: 1 })
  expect(() => equal(1, 2, 'a.md:1')).toThrow('a.md:1: expected 1 to deeply equal 2')
})

it('fails where nothing, or something else, is thrown', () => {
  const caught = { error: new RangeError('expected 1, got 2') }
  thrown(caught, 'RangeError', 'a.md:1')
  thrown(caught, 'RangeError: expected …, got 2', 'a.md:1')
  expect(() => thrown(undefined, 'RangeError', 'a.md:1')).toThrow('a.md:1: nothing was thrown')
  expect(() => thrown(caught, 'RangeError: expected … and', 'a.md:1')).toThrow(
    'RangeError: expected 1, got 2',
  )
  expect(() => thrown(caught, 'TypeError', 'a.md:1')).toThrow('TypeError')
})

it('compares what is printed, where an example says so', async () => {
  await play(printing('a', 'took 3 ms'), nothing)
  await play(printing('a', 'took 3 ms'), { prints: ['a', 'took … ms'], claims: [] })
  await expect(play(printing('a'), { prints: ['a', 'b'], claims: [] })).rejects.toThrow()
  await expect(play(printing('a', 'b'), { prints: ['a'], claims: [] })).rejects.toThrow()
  await expect(play(printing('b', 'a'), { prints: ['a', 'b'], claims: [] })).rejects.toThrow()
})

it('fails where a claim is never reached', async () => {
  const claims = ['a.md:1', 'a.md:2']
  await play(async () => void claims.map((where) => equal(1, 1, where)), { prints: [], claims })
  await expect(play(async () => void equal(1, 1, 'a.md:1'), { prints: [], claims })).rejects.toThrow(
    'a.md:2 was never reached',
  )
})
