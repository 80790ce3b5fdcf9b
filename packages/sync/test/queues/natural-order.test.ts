import { PriorityQueue } from '@acoro/sync'
import { describe, expect, test } from 'vitest'

/** Puts all items in, and returns them in the order in which they come out. */
function sorted<T>(items: readonly T[]): T[] {
  const queue = new PriorityQueue<T>()
  for (const item of items) queue.putNowait(item)
  return items.map(() => queue.getNowait())
}

const noOrder = (got: string): TypeError =>
  new TypeError(
    `Expected items that can be ordered, got ${got}: give the PriorityQueue a compare function, or put ` +
      '[priority, count, item] in it, with a count that is different for each item',
  )

describe('without a compare function, a priority queue', () => {
  test("compares arrays element by element, as Python's tuples", () => {
    expect(sorted([[10, 'a'], [9, 'b'], [9, 'a', 0], [9, 'a'], [-1, 'z'], [9]])).toEqual([
      [-1, 'z'],
      [9],
      [9, 'a'],
      [9, 'a', 0],
      [9, 'b'],
      [10, 'a'],
    ])
    expect(
      sorted([
        [1, [2, 'b']],
        [1, [2, 'a']],
        [1, [1, 'c']],
      ]),
    ).toEqual([
      [1, [1, 'c']],
      [1, [2, 'a']],
      [1, [2, 'b']],
    ])
  })

  test('never looks at the item behind a count that is different for each', () => {
    const items = [2, 0, 1].map((count) => [1, count, { job: count }])
    expect(sorted(items).map(([, count]) => count)).toEqual([0, 1, 2])
  })

  test('takes the same object in two arrays as equal', () => {
    const same = {}
    expect(
      sorted([
        [1, same, 2],
        [1, same, 1],
      ]).map((item) => item[2]),
    ).toEqual([1, 2])
  })

  test('orders numbers, big integers and booleans by value, strings by code unit, dates by time', () => {
    expect(sorted([3, true, 2n, 0, -1.5, false])).toEqual([-1.5, 0, false, true, 2n, 3])
    expect(sorted([Number.POSITIVE_INFINITY, -0, 0, Number.NEGATIVE_INFINITY])).toEqual([
      Number.NEGATIVE_INFINITY,
      -0,
      0,
      Number.POSITIVE_INFINITY,
    ])
    expect(sorted(['b', 'B', '', 'ab', 'a'])).toEqual(['', 'B', 'a', 'ab', 'b'])
    expect(sorted([new Date(2), new Date(1)])).toEqual([new Date(1), new Date(2)])
    expect(sorted([{ valueOf: () => 2 }, { valueOf: () => 1 }]).map(Number)).toEqual([1, 2])
  })

  test.each([
    [{}, {}, 'an object and an object'],
    [1, '2', 'the number 1 and the string "2"'],
    [1, [1], 'the number 1 and an array of 1'],
    [Number.NaN, 1, 'the number NaN and the number 1'],
    [new Date(Number.NaN), new Date(0), 'a Date that is NaN and a Date'],
    [undefined, 1, 'undefined and the number 1'],
    [null, null, 'null and null'],
    [Symbol('a'), Symbol('b'), 'the symbol Symbol(a) and the symbol Symbol(b)'],
    [() => {}, 1, 'a function and the number 1'],
    [Object.create(null), 1, 'an object and the number 1'],
    [[1, {}], [1, {}], 'an object and an object'],
  ])('refuses items that have no order, and stays as it was: %o, %o', (first, second, got) => {
    const queue = new PriorityQueue<unknown>()
    queue.putNowait(second)
    expect(() => queue.putNowait(first)).toThrow(noOrder(got))
    expect([queue.qsize(), queue.getNowait()]).toEqual([1, second])
  })
})
