import type { Report } from '../report/report.ts'
import type { Settings } from './parse-arguments.ts'

/**
 * 0 if nothing is broken, 1 if something is. For the bundled site: 0 if exactly the planted faults were
 * found. With a depth limit, faults beyond it may be missing.
 */
export function exitCodeOf({ broken, planted }: Report, { depth }: Pick<Settings, 'depth'>): 0 | 1 {
  if (planted === undefined) return broken.length === 0 ? 0 : 1
  const excused = Number.isFinite(depth)
  return planted.unexpected.length === 0 && (excused || planted.missing.length === 0) ? 0 : 1
}
