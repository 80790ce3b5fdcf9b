import { describe, expect, it } from 'vitest'
import { CrawlState } from '../src/crawl/crawl-state.ts'
import { renderBar } from '../src/progress/render-bar.ts'

function stateAt(clock: { now: number }): CrawlState {
  const state = new CrawlState('http://site.test/', 9, () => clock.now)
  const content = { links: ['/a', '/b', '/c'], anchors: new Set<string>(), base: undefined }
  state.record({ url: 'http://site.test/', outcome: { kind: 'fine', content }, attempts: 1, duration: 1 })
  return state
}

describe('renderBar', () => {
  it('shows how far the crawl is, and what keeps it waiting', () => {
    const clock = { now: 0 }
    const state = stateAt(clock)
    state.begin('http://site.test/a')
    clock.now = 900
    state.begin('http://other.test/b')
    clock.now = 1200
    expect(renderBar(state, 80, false).split('\n')).toEqual([
      `${'━'.repeat(8)}${'─'.repeat(22)}      1/4  0 broken  2 waiting  1.2 s`,
      '    1.2 s  /a',
      '',
      '',
    ])
  })

  it('counts what failed', () => {
    const state = stateAt({ now: 0 })
    const problem = { kind: 'network', reason: 'no such host' } as const
    state.record({
      url: 'http://site.test/a',
      outcome: { kind: 'failed', problem },
      attempts: 1,
      duration: 1,
    })
    expect(renderBar(state, 80, false)).toContain('2/4  1 broken')
  })

  it('keeps its height, and to the width of the terminal', () => {
    const clock = { now: 0 }
    const state = stateAt(clock)
    for (let n = 0; n < 5; n++) state.begin(`http://site.test/${'x'.repeat(100)}${n}`)
    clock.now = 5000
    for (const columns of [120, 60, 40, 20]) {
      const lines = renderBar(state, columns, false).split('\n')
      expect(lines).toHaveLength(4)
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(columns)
    }
  })
})
