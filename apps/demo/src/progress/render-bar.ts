import pc from 'picocolors'
import type { CrawlState } from '../crawl/crawl-state.ts'
import { formatDuration } from '../report/format-duration.ts'
import { shortenUrl } from '../report/shorten-url.ts'

/**
 * The live bar: the bar itself, and below it the requests that take longest. The number of lines is fixed,
 * because a bar that jumps is worse than an empty line. No line is wider than the terminal, because a wrapped
 * line cannot be redrawn in place.
 */

const WIDEST_BAR = 30
const NARROWEST_BAR = 5
/** Room for 9999/9999. Up to there the line does not shift as it counts. */
const COUNT_WIDTH = 9
const SLOW_LINES = 3
const SLOW_MS = 600

export function renderBar(state: CrawlState, columns: number, color: boolean): string {
  const c = pc.createColors(color)
  const waiting = state.waiting()
  const slow = waiting.filter(({ waited }) => waited >= SLOW_MS)
  const lines = [firstLine(state, waiting.length, columns, c)]
  for (let index = 0; index < SLOW_LINES; index++) {
    const request = slow[index]
    const text =
      request &&
      `  ${formatDuration(request.waited).padStart(7)}  ${shortenUrl(request.url, state.map.start)}`
    lines.push(text === undefined ? '' : c.dim(text.slice(0, Math.max(0, columns - 1))))
  }
  return lines.join('\n')
}

function firstLine(
  state: CrawlState,
  waiting: number,
  columns: number,
  c: ReturnType<typeof pc.createColors>,
): string {
  const { visited, found } = state.map
  const count = `${visited}/${found}`.padStart(COUNT_WIDTH)
  const failed = `  ${state.failed} broken`
  const rest = `  ${waiting} waiting  ${formatDuration(state.elapsed())}`
  const room = columns - 1 - count.length - failed.length - rest.length
  if (room < 0) return count.trim()

  const width = Math.min(WIDEST_BAR, room)
  const filled = Math.round((visited / found) * width)
  const bar = width < NARROWEST_BAR ? '' : c.cyan('━'.repeat(filled)) + c.dim('─'.repeat(width - filled))
  return bar + count + (state.failed > 0 ? c.red(failed) : c.dim(failed)) + c.dim(rest)
}
