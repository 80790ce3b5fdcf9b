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
 * Writes the files that were asked for, and says so. A state is there to be gone on with: it goes when the crawl is
 * complete, and else comes first, as it cannot be made again. Throws DiskError.
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
  // Nobody waits for this one: the next run would only take longer.
  if (settings.cache !== undefined && cache !== undefined) writeWhole(settings.cache, cache.lines())
}
