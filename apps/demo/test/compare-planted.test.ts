import { expect, it } from 'vitest'
import { comparePlanted } from '../src/report/compare-planted.ts'
import type { Report } from '../src/report/report.ts'
import type { PlantedFault } from '../src/site/planted-fault.ts'

const PLANTED: PlantedFault[] = [
  { page: '/', link: 'gone', expect: 'http-status', status: 404, about: 'gone' },
  { page: '/a', link: '#ghost', expect: 'missing-anchor', about: 'no such anchor' },
  { page: '/a', link: '/busy', expect: 'recovered', about: 'busy, then fine' },
  { page: '/a', link: '/slow', expect: 'fine', about: 'slow' },
]

function reportWith(found: Pick<Report, 'broken' | 'notes'>): Report {
  return { start: 'http://site.test/', complete: true, summary: {} as Report['summary'], ...found }
}

it('is content with exactly what was planted', () => {
  const report = reportWith({
    broken: [
      { page: 'http://site.test/a', link: '#ghost', target: '', kind: 'missing-anchor', reason: '' },
      { page: 'http://site.test/', link: 'gone', target: '', kind: 'http-status', status: 404, reason: '' },
    ],
    notes: [{ kind: 'recovered', url: 'http://site.test/busy', reason: '' }],
  })
  expect(comparePlanted(report, PLANTED)).toEqual({ expected: 3, missing: [], unexpected: [] })
})

it('names what is missing and what is too much, a wrong status being both', () => {
  const report = reportWith({
    broken: [
      { page: 'http://site.test/', link: 'gone', target: '', kind: 'http-status', status: 500, reason: '' },
    ],
    notes: [{ kind: 'truncated', url: 'http://site.test/slow', reason: '' }],
  })
  expect(comparePlanted(report, PLANTED)).toEqual({
    expected: 3,
    missing: ['/ -> gone: http-status 404', '/a -> #ghost: missing-anchor', '/busy: recovered'],
    unexpected: ['/ -> gone: http-status 500', '/slow: truncated'],
  })
})
