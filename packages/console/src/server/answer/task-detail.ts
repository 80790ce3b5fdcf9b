/** Everything about one task: what the picture knows, and what only the program's thread can tell. */

import { escapedText } from '../../base/shown-text.ts'
import type { StartData } from '../../link/start.ts'
import { FIRST_ROWS } from '../../protocol/limits.ts'
import type { Gone } from '../../protocol/refusal.ts'
import type { ChainLink, TaskDetail } from '../../protocol/task-detail.ts'
import type { Picture } from '../picture/picture.ts'
import { shownPlace } from '../picture/shown-rows.ts'
import type { ProgramLink } from '../program/program-link.ts'
import { rowOf } from './task-window.ts'

/** How long the program's thread may take, in ms. After that the answer is without stack. */
const LIMIT = 60
/** The most links of a chain. */
const MOST_LINKS = 100

export async function taskDetail(
  id: number,
  { at, table }: Picture,
  link: ProgramLink,
  { program }: StartData,
): Promise<TaskDetail | Gone> {
  const known = table.get(id)
  if (known === undefined) return { gone: true }
  const contextVariables = program.allowed.contextVariables
  const told = await link.ask('detail', { id, contextVariables }, LIMIT).catch(() => undefined)
  if (told === null) return { gone: true }
  const waiters = table.all.filter(({ awaits }) => awaits.includes(id))
  const stack = (told?.stack ?? []).map(shownPlace)
  const { links, circle } = chainOf(id, { table })
  return {
    at: at ?? 0,
    task: { ...rowOf(known), place: stack[0] ?? null },
    chain: links,
    circle,
    waiters: {
      rows: waiters.slice(0, FIRST_ROWS).map(({ id: waiter, name }) => ({ id: waiter, name })),
      from: 0,
      total: waiters.length,
    },
    stack,
    wokenBy: told?.wokenBy ?? null,
    cancelled: known.state === 'cancelling' ? { by: null, message: null } : null,
    contextVariables: contextVariables
      ? (told?.contextVariables ?? []).map(
          ([name, value]) => [escapedText(name), escapedText(value)] as const,
        )
      : {
          refused: true,
          why: 'Context variables may hold secrets: allow them with serveConsole({ contextVariables: true })',
        },
    locals: { refused: true, why: 'Locals may hold secrets, and are not shown' },
  }
}

/** From a task to the root cause, by the first task that each waits for. */
function chainOf(
  id: number,
  { table }: Pick<Picture, 'table'>,
): { links: ChainLink[]; circle: number | null } {
  const links: ChainLink[] = []
  const seen = new Map<number, number>()
  let at = table.get(id)
  while (at !== undefined && links.length < MOST_LINKS) {
    const before = seen.get(at.id)
    if (before !== undefined) return { links, circle: before }
    seen.set(at.id, links.length)
    links.push({ task: { id: at.id, name: at.name }, waitsFor: at.waitsFor, waitAge: at.waitAge })
    const next = at.awaits[0]
    at = next === undefined ? undefined : table.get(next)
  }
  return { links, circle: null }
}
