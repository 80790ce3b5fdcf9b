import { MemberList } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'

test('members are in the order in which they came, and leave from any place', () => {
  const list = new MemberList<string>()
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => list.add(name))
  expect([...list]).toEqual(['a', 'b', 'c', 'd'])
  expect(b?.leave()).toBe(true)
  expect(b?.isIn).toBe(false)
  expect([...list]).toEqual(['a', 'c', 'd'])
  d?.leave()
  a?.leave()
  expect([...list]).toEqual(['c'])
  list.add('e')
  expect([...list]).toEqual(['c', 'e'])
  c?.leave()
  expect([list.size, ...list]).toEqual([1, 'e'])
})

test('a member leaves once', () => {
  const list = new MemberList<number>()
  const place = list.add(1)
  list.add(2)
  expect([place.leave(), place.leave()]).toEqual([true, false])
  expect([list.size, ...list]).toEqual([1, 2])
})

test('one member may be in it twice', () => {
  const list = new MemberList<number>()
  const first = list.add(7)
  list.add(7)
  first.leave()
  expect([...list]).toEqual([7])
})

test('while it is gone through, members may come and go', () => {
  const list = new MemberList<number>()
  const places = [1, 2, 3].map((n) => list.add(n))
  const seen: number[] = []
  for (const member of list) {
    seen.push(member)
    places[member - 1]?.leave()
    list.add(member + 10)
  }
  expect(seen).toEqual([1, 2, 3])
  expect([...list]).toEqual([11, 12, 13])
})

test('after clear() nobody is in it, and who was cannot leave any more', () => {
  const list = new MemberList<number>()
  const places = [1, 2, 3].map((n) => list.add(n))
  list.clear()
  expect([list.size, ...list]).toEqual([0])
  const again = list.add(4)
  expect(places.map((place) => [place.isIn, place.leave()])).toEqual([
    [false, false],
    [false, false],
    [false, false],
  ])
  expect([again.isIn, list.size, ...list]).toEqual([true, 1, 4])
})
