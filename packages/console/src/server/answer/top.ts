/** «top»: what the tasks of each function did in the last seconds. To ask for it makes the program count. */

import type { Answer } from '../../protocol/asks.ts'
import type { TopRow } from '../../protocol/rows.ts'
import { uptime } from '../block/blocks.ts'
import { oneOf, type RawAsk, rangeOf, wholeNumber } from '../http/checked-ask.ts'
import type { Pictures } from '../picture/pictures.ts'
import type { Recorder } from '../record/recorder.ts'
import { topName } from '../record/seen-tasks.ts'

/** For how long it goes on counting after an ask, in ms. */
const KEEP_COUNTING = 15_000

const SORTS = ['steps', 'busy', 'created', 'failed', 'growth'] as const

export async function topOf(ask: RawAsk, recorder: Recorder, pictures: Pictures): Promise<Answer<'top'>> {
  const wanted = wholeNumber(ask, 'seconds', 5, 1, 60)
  const sort = oneOf(ask, 'sort', SORTS) ?? 'steps'
  const { from, count } = rangeOf(ask)
  recorder.wantTop(KEEP_COUNTING)
  const { table } = await pictures.fresh()
  const at = uptime()
  const counted = recorder.since === null ? 0 : (at - recorder.since) / 1000
  const alive = new Map<string, number>()
  for (const { functionName, name } of table.all) {
    const work = topName({ name, work: functionName })
    alive.set(work, (alive.get(work) ?? 0) + 1)
  }
  const sums = recorder.top.sums(wanted, at)
  const rows: TopRow[] = [...sums].map(([name, sum]) => ({
    name,
    place: null,
    tasks: alive.get(name) ?? 0,
    ...sum,
  }))
  const value = (row: TopRow): number =>
    sort === 'growth' ? row.created - row.finished : ((row[sort] as number | null) ?? 0)
  rows.sort((a, b) => value(b) - value(a) || b.steps - a.steps)
  return {
    rows: rows.slice(from, from + count),
    from,
    total: rows.length,
    at,
    seconds: Math.min(wanted, counted),
  }
}
