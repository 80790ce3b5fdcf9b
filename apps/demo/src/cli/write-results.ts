import { rmSync } from 'node:fs'
import type { AnswerCache } from '../crawl/answer-cache.ts'
import type { CrawlState } from '../crawl/crawl-state.ts'
import { saveState } from '../crawl/saved-state.ts'
import { formatJunit } from '../report/format-junit.ts'
import { formatHtml } from '../report/html/format-html.ts'
import type { Report } from '../report/report.ts'
import { destinationOf } from '../store/destination.ts'
import { writeWhole } from '../store/draft.ts'
import type { Settings } from './parse-arguments.ts'
import type { Terminal } from './terminal.ts'

/**
 * Writes the files that the user asked for, and says so. Throws DiskError.
 *
 * A state is removed when the crawl is complete. Otherwise it is written first, because it cannot be made
 * again.
 */
export function writeResults(
  report: Report,
  { map, timeline }: CrawlState,
  settings: Settings,
  { writeError }: Terminal,
  cache?: AnswerCache,
): void {
  const write = (path: string, pieces: Iterable<string | Uint8Array>, what: string): void => {
    writeWhole(path, pieces)
    writeError(`${path} holds ${what}\n`)
  }
  if (settings.state !== undefined) {
    if (report.complete) rmSync(destinationOf(settings.state).path, { force: true })
    else
      write(
        settings.state,
        saveState(map.starts.join(' '), map.visits),
        'what is known: the same command goes on from there',
      )
  }
  if (settings.junit !== undefined) write(settings.junit, formatJunit(report, map), 'the report for CI')
  if (settings.report !== undefined)
    write(
      settings.report,
      [formatHtml(report, timeline, new Date())],
      'the report, to be opened in a browser',
    )
  // Last, because without a cache the next run only takes longer.
  if (settings.cache !== undefined && cache !== undefined) writeWhole(settings.cache, cache.lines())
}
