import type { Report } from '../report/report.ts'
import type { Settings } from './parse-arguments.ts'

/**
 * 0 where nothing is broken, 1 where something is. On the bundled site, 0 where just the planted faults are;
 * a depth limit excuses those that lie beyond it.
 */
export function exitCodeOf({ broken, planted }: Report, { depth }: Pick<Settings, 'depth'>): 0 | 1 {
  if (planted === undefined) return broken.length === 0 ? 0 : 1
  const excused = Number.isFinite(depth)
  return planted.unexpected.length === 0 && (excused || planted.missing.length === 0) ? 0 : 1
}
