import { describe, expect, it } from 'vitest'
import { exitCodeOf } from '../src/cli/exit-code.ts'
import type { BrokenLink, PlantedVerdict, Report } from '../src/report/report.ts'

const EVERYTHING = { depth: Number.POSITIVE_INFINITY }
const BROKEN: BrokenLink = { page: null, link: 'x', target: 'x', kind: 'network', reason: 'no such host' }

function reportWith(broken: BrokenLink[], planted?: PlantedVerdict): Report {
  const summary = {} as Report['summary']
  return { start: 'x', complete: true, summary, broken, notes: [], ...(planted && { planted }) }
}

describe('exitCodeOf', () => {
  it('is 1 where links are broken, 0 where none is', () => {
    expect([exitCodeOf(reportWith([]), EVERYTHING), exitCodeOf(reportWith([BROKEN]), EVERYTHING)]).toEqual([
      0, 1,
    ])
  })

  it('is 0 on the bundled site where just the planted faults were found', () => {
    const verdict = { expected: 1, missing: [], unexpected: [] }
    expect(exitCodeOf(reportWith([BROKEN], verdict), EVERYTHING)).toBe(0)
  })

  it('is 1 on the bundled site where a fault was missed or made up', () => {
    const missed = { expected: 1, missing: ['x'], unexpected: [] }
    const madeUp = { expected: 1, missing: [], unexpected: ['x'] }
    expect(exitCodeOf(reportWith([], missed), EVERYTHING)).toBe(1)
    expect(exitCodeOf(reportWith([], madeUp), EVERYTHING)).toBe(1)
    expect(exitCodeOf(reportWith([], madeUp), { depth: 1 })).toBe(1)
  })

  it('forgives what lies beyond the depth', () => {
    const missed = { expected: 1, missing: ['x'], unexpected: [] }
    expect(exitCodeOf(reportWith([], missed), { depth: 1 })).toBe(0)
  })
})
