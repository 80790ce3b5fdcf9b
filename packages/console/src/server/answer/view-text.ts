/** A view as text. Those of tasks need their stacks, which only some hundred tasks are asked for. */

import type { TextView } from '../../protocol/asks.ts'
import { MOST_ROWS } from '../../protocol/limits.ts'
import { psText, type StackedTask } from '../../text/ps.ts'
import { circlesText, pstreeText } from '../../text/pstree.ts'
import { blockedText, externalsText, primitivesText, verdictText, waitsText } from '../../text/views.ts'
import type { Pictures } from '../picture/pictures.ts'
import { shownPlace } from '../picture/shown-rows.ts'
import type { ProgramLink } from '../program/program-link.ts'

/** How long the program's thread may take for the stacks, in ms. Without them names are shown. */
const LIMIT = 1000
/** The most frames of each task. */
const MOST_FRAMES = 30

const texts = {
  verdict: verdictText,
  blocked: blockedText,
  waits: waitsText,
  primitives: primitivesText,
  externals: externalsText,
}

export async function viewText(
  view: TextView,
  now: boolean,
  pictures: Pictures,
  link: ProgramLink,
): Promise<{ readonly text: string; readonly circles: number }> {
  const { circles, table } = await (now ? pictures.sinceNow() : pictures.fresh())
  if (view !== 'ps' && view !== 'pstree') {
    const state = await pictures.state()
    return { text: texts[view](state), circles: state.circles.length }
  }
  if (view === 'pstree' && circles.length > 0) return { text: circlesText(circles), circles: circles.length }
  const tasks = await stackedTasks(pictures, link)
  const text = (view === 'ps' ? psText : pstreeText)(tasks, table.all.length)
  return { text, circles: circles.length }
}

async function stackedTasks({ last: { table } }: Pictures, link: ProgramLink): Promise<StackedTask[]> {
  const known = table.all.slice(0, MOST_ROWS)
  const ids = known.map(({ id }) => id)
  const stacks = await link.ask('stacks', { ids, limit: MOST_FRAMES }, LIMIT).catch(() => [])
  const awaitedBy = new Map<number, number[]>()
  for (const { id, awaits } of table.all) {
    for (const next of awaits) {
      const awaiters = awaitedBy.get(next)
      if (awaiters === undefined) awaitedBy.set(next, [id])
      else awaiters.push(id)
    }
  }
  return known.map(({ id, name, loop, waitsFor, functionName }, index) => {
    const places = (stacks[index] ?? []).map(shownPlace)
    const named = functionName === '' ? [] : [{ name: functionName, file: null, line: null, column: null }]
    const stack = places.length > 0 ? places : named
    return { id, name, loop, waitsFor, stack, awaitedBy: awaitedBy.get(id) ?? [] }
  })
}
