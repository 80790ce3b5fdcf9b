import { describe, expect, it } from 'vitest'
import { AnswerCache } from '../src/crawl/answer-cache.ts'
import type { Outcome, Visit } from '../src/crawl/visit.ts'

const HOUR = 3_600_000
const visit = (url: string, outcome: Outcome, attempts = 1): Visit => ({
  url,
  outcome,
  attempts,
  duration: 1,
})
const A = 'http://a.test/'
const B = 'http://b.test/'

function cacheAt(clock: { now: number }, lines: readonly string[] = []): AnswerCache {
  const cache = new AnswerCache(() => clock.now, HOUR)
  if (lines.length > 0) expect(cache.read(lines)).toBeUndefined()
  return cache
}

function written(cache: AnswerCache): string[] {
  return [...cache.lines()].map((line) => line.trimEnd())
}

describe('the cache of answers', () => {
  it('knows what answered well until it is too old, also when it was written and read', () => {
    const clock = { now: 1000 }
    const cache = cacheAt(clock)
    cache.add(visit(A, { kind: 'fine' }))
    cache.add(visit(B, { kind: 'redirect', to: A }))
    clock.now += HOUR
    const again = cacheAt(clock, written(cache))
    for (const each of [cache, again])
      expect([each.find(A), each.find(B)]).toEqual([{ kind: 'fine' }, { kind: 'redirect', to: A }])
    clock.now++
    for (const each of [cache, again]) expect([each.find(A), written(each).length]).toEqual([undefined, 1])
  })

  it('forgets what has failed since, and takes nothing for new that it gave itself', () => {
    const clock = { now: 1000 }
    const cache = cacheAt(clock)
    cache.add(visit(A, { kind: 'fine' }))
    cache.add(visit(B, { kind: 'fine' }))
    cache.add(visit(A, { kind: 'failed', problem: { kind: 'network', reason: 'gone' } }))
    clock.now += HOUR / 2
    cache.add(visit(B, { kind: 'fine' }, 0))
    clock.now += HOUR / 2 + 1
    expect([cache.find(A), cache.find(B)]).toEqual([undefined, undefined])
  })

  it.each([
    ['my diary', 'it is not a cache of linkcheck'],
    ['[]', 'it is not a cache of linkcheck'],
    ['{"format":"linkcheck-cache","version":9}', 'expected version 1 of the format, got 9'],
  ])('refuses %s', (line, reason) => {
    expect(new AnswerCache(Date.now, HOUR).read([line])).toBe(reason)
  })

  it('leaves out lines that make no sense, and those of a clock that was ahead', () => {
    const head = '{"format":"linkcheck-cache","version":1}'
    const lines = [
      '{',
      '"x"',
      '["no url",1]',
      `["${A}","soon"]`,
      `["${A}",9999999]`,
      `["${A}",1,"no url"]`,
      `["${B}",1]`,
    ]
    const cache = cacheAt({ now: 1000 }, [head, ...lines, `["${A}",10`])
    expect([cache.size, cache.find(A), cache.find(B)]).toEqual([1, undefined, { kind: 'fine' }])
  })
})
