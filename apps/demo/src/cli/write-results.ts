import { rmSync } from 'node:fs'
import type { CrawlState } from '../crawl/crawl-state.ts'
import { saveState } from '../crawl/saved-state.ts'
import { formatJunit } from '../report/format-junit.ts'
import { formatHtml } from '../report/html/format-html.ts'
import type { Report } from '../report/report.ts'
import { writeWhole } from '../store/draft.ts'
import type { Settings } from './parse-arguments.ts'

/**
 * Writes the files that were asked for. A state is there to be gone on with: it goes when the crawl is complete, and
 * else comes first, as it cannot be made again. Throws DiskError.
 */
export function writeResults(report: Report, { map, timeline }: CrawlState, settings: Settings): void {
  if (settings.state !== undefined) {
    if (report.complete) rmSync(settings.state, { force: true })
    else writeWhole(settings.state, saveState(report.start, map.visits))
  }
  if (settings.junit !== undefined) writeWhole(settings.junit, formatJunit(report, map))
  if (settings.report !== undefined) writeWhole(settings.report, [formatHtml(report, timeline)])
}
