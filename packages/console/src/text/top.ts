/** «top» as a table, the words of its columns as those of the page. */

import { countText, durationText } from '../base/words.ts'
import type { TopRow, Window } from '../protocol/rows.ts'

const HEADS = ['steps', 'busy', '%busy', 'created', 'finished', 'failed', 'growth', 'alive', 'function']

export function topText({ rows, total, seconds }: Window<TopRow> & { readonly seconds: number }): string {
  const title = `${countText(total)} functions, in the last ${durationText(seconds * 1000)}`
  if (rows.length === 0) return `${title}: no task took a step, began or ended.`
  const cells = rows.map(({ name, steps, busy, created, finished, failed, tasks }) => [
    countText(steps),
    busy === null ? 'unknown' : durationText(busy),
    busy === null || seconds === 0 ? '' : `${((busy / (seconds * 1000)) * 100).toFixed(1)}`,
    countText(created),
    countText(finished),
    countText(failed),
    signed(created - finished),
    countText(tasks),
    name,
  ])
  const widths = HEADS.map((head, at) =>
    Math.max(head.length, ...cells.map((row) => (row[at] as string).length)),
  )
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (at === HEADS.length - 1 ? cell : cell.padStart(widths[at] as number))).join('  ')
  const more = total > rows.length ? [`… and ${countText(total - rows.length)} more`] : []
  return [`${title}:`, line(HEADS), ...cells.map(line), ...more].join('\n')
}

function signed(count: number): string {
  return count > 0 ? `+${countText(count)}` : count < 0 ? `-${countText(-count)}` : '0'
}
