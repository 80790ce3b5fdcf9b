/** The views of a state as text, for a chat and for a terminal. */

import { countText, durationText } from '../base/words.ts'
import type { State } from '../protocol/state.ts'
import { placeText } from './place-text.ts'

const marks = { alarm: '!!', warning: '! ', note: '  ', fine: '  ' }

export function verdictText({ program, verdict, pictureAt, at }: State): string {
  const age = pictureAt === null ? 0 : at - pictureAt
  const old = age < 2000 ? '' : ` (tasks as of ${durationText(age)} ago)`
  return [
    `${program.title}, pid ${program.pid}, ${program.runtime}: ${verdict.status}${old}`,
    ...verdict.sentences.map(({ level, text }) => `${marks[level]} ${text}`),
  ].join('\n')
}

export function blockedText({ at, blocked, lastBlocks }: State): string {
  const blocks = [...(blocked === null ? [] : [blocked]), ...lastBlocks]
  if (blocks.length === 0) return 'The loop is not blocked, and was not since the console began.'
  return blocks
    .flatMap(({ from, until, task, stack, noStack }) => [
      `${durationText((until ?? at) - from)} ${until === null ? 'until now' : `, ended ${durationText(at - until)} ago,`} by ${task === null ? 'code outside of tasks' : `'${task.name}'`}`,
      ...stack.map((place) => `    at ${placeText(place)}`),
      ...(stack.length === 0 && noStack !== null ? [`    no line: ${noStack}`] : []),
    ])
    .join('\n')
}

export function waitsText({ waits: { rows, total } }: State): string {
  const lines = rows.map(({ count, sampled, waitsFor, place, oldest, examples }) => {
    const where = place === null ? '' : `, at ${placeText(place)}`
    const age = oldest === null ? '' : `, the oldest for ${durationText(oldest)}`
    const names = examples.map(({ name }) => `'${name}'`).join(', ')
    return `${sampled ? 'about ' : ''}${countText(count)} × ${waitsFor}${where}${age}: ${names}`
  })
  return listed(lines, total, 'No task waits.')
}

export function primitivesText({ primitives: { rows, total } }: State): string {
  const lines = rows.map(({ kind, name, waiting, oldest, holders, statistics, takenAt }) => {
    const age = oldest === null ? '' : `, the oldest for ${durationText(oldest)}`
    const held =
      holders.length === 0 ? '' : `, held by ${holders.map((holder) => `'${holder.name}'`).join(', ')}`
    const taken = takenAt === null ? '' : ` since ${takenAt}`
    const numbers = statistics.map(([key, value]) => `${key}=${value}`).join(' ')
    return `${kind}${name === '' ? '' : ` ${name}`}: ${countText(waiting)} waiting${age}${held}${taken} [${numbers}]`
  })
  return listed(lines, total, 'No primitive is known.')
}

export function externalsText({ externals: { rows, total } }: State): string {
  const lines = rows.map(({ what, count, transient, age }) => {
    const since = age === null ? '' : `, the oldest for ${durationText(age)}`
    return `${countText(count)} × ${what}${since}${transient ? '' : ' (may stay silent for ever)'}`
  })
  return listed(lines, total, 'Nothing is under way outside of the loop.')
}

function listed(lines: readonly string[], total: number, none: string): string {
  if (lines.length === 0) return none
  return [...lines, ...(total > lines.length ? [`… and ${countText(total - lines.length)} more`] : [])].join(
    '\n',
  )
}
