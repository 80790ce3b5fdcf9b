import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Level, MOST_LEVELS, MOST_SPANS, type Span, Timeline } from '../src/crawl/timeline.ts'
import { timelineOf } from './timeline-of.ts'

function span(path: string, began: number, ended: number): Span {
  return { url: `http://site.test/${path}`, began, ended, failed: false }
}

describe('the timeline', () => {
  it('goes up and down with the requests', () => {
    const timeline = timelineOf([span('a', 0, 100), span('b', 50, 300), span('c', 100, 200)])
    expect(timeline.levels()).toEqual([
      { at: 0, open: 1 },
      { at: 50, open: 2 },
      { at: 100, open: 2 },
      { at: 200, open: 1 },
      { at: 300, open: 0 },
    ])
  })

  it('keeps every request of a short crawl, and the slowest of a long one', () => {
    const short = Array.from({ length: MOST_SPANS }, (_, n) => span(`${n}`, n, n + 1))
    expect(timelineOf(short).slowest()).toEqual(short)
    const long = Array.from({ length: 10_000 }, (_, n) => span(`${n}`, n, n + ((n * 7919) % 10_007)))
    const timeline = timelineOf(long)
    const slowest = long.sort((a, b) => b.ended - b.began - (a.ended - a.began)).slice(0, MOST_SPANS)
    expect([timeline.count, timeline.slowest()]).toEqual([10_000, slowest])
  })

  it('hides no peak of a long crawl, and no lull, and keeps a bounded number of steps', () => {
    const timeline = new Timeline()
    const open = new Set<Span>()
    const at = (ms: number, times: number): void => {
      for (let n = 0; n < times; n++) timeline.begin(ms)
      for (let n = 0; n < times; n++) open.add(span('', ms, ms + 1))
    }
    for (let ms = 0; ms < 100_000; ms++) {
      for (const each of open) timeline.end({ ...each, ended: ms })
      open.clear()
      // One at a time, except for one ms with 9, and ten seconds with none.
      if (ms === 77_777) at(ms, 9)
      else if (ms < 40_000 || ms >= 50_000) at(ms, 1)
    }
    const levels = timeline.levels()
    expect(levels.length).toBeLessThanOrEqual(MOST_LEVELS)
    expect(levelAt(levels, 45_000)).toBe(0)
    expect(Math.max(...levels.map((level) => level.open))).toBe(9)
    const peak = levels.find((level) => level.open === 9)!
    expect(Math.abs(peak.at - 77_777)).toBeLessThan(100)
  })

  it('is in order of time, whatever the requests', () => {
    const spans = fc.array(fc.tuple(fc.nat(1e6), fc.nat(1e5)), { minLength: 1, maxLength: 6000, size: 'max' })
    const property = fc.property(spans, (all) => {
      const levels = timelineOf(all.map(([began, took]) => span('', began, began + took))).levels()
      expect(levels.every(({ at }, index) => index === 0 || at > levels[index - 1]!.at)).toBe(true)
      expect([levels.length <= MOST_LEVELS, levels.at(-1)!.open]).toEqual([true, 0])
    })
    fc.assert(property, { numRuns: 20 })
  })
})

function levelAt(levels: readonly Level[], at: number): number {
  return levels.findLast((level) => level.at <= at)!.open
}
