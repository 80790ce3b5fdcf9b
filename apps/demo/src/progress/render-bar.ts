import pc from 'picocolors'
import type { CrawlState } from '../crawl/crawl-state.ts'
import { formatDuration } from '../report/format-duration.ts'
import { shortenUrl } from '../report/shorten-url.ts'

/**
 * What the live bar looks like: the bar itself, and under it the requests that keep us waiting. Their number of
 * lines is fixed, as a bar that jumps up and down is worse than an empty line.
 */

const BAR_WIDTH = 30
/** Room for 9999/9999: up to there the line does not shift as it counts. */
const COUNT_WIDTH = 9
const SLOW_LINES = 3
const SLOW_MS = 600

export function renderBar(state: CrawlState, columns: number, color: boolean): string {
  const c = pc.createColors(color)
  const { visited, found } = state.map
  const filled = Math.round((visited / found) * BAR_WIDTH)
  const bar = c.cyan('━'.repeat(filled)) + c.dim('─'.repeat(BAR_WIDTH - filled))
  const waiting = state.waiting()
  const failed = `${state.failed} broken`
  const counts = [
    `${visited}/${found}`.padStart(COUNT_WIDTH),
    state.failed > 0 ? c.red(failed) : c.dim(failed),
    c.dim(`${waiting.length} waiting`),
    c.dim(formatDuration(state.elapsed())),
  ]
  const lines = [`${bar}  ${counts.join('  ')}`]

  const slow = waiting.filter(({ waited }) => waited >= SLOW_MS).slice(0, SLOW_LINES)
  for (let index = 0; index < SLOW_LINES; index++) {
    const request = slow[index]
    if (request === undefined) {
      lines.push('')
      continue
    }
    const text = `  ${formatDuration(request.waited).padStart(7)}  ${shortenUrl(request.url, state.map.start)}`
    lines.push(c.dim(text.slice(0, Math.max(0, columns - 1))))
  }
  return lines.join('\n')
}
