/**
 * What tasks wait for, and whether anybody can bring it.
 *
 * A holder that has ended releases nothing any more: that is certain, and an alarm. A holder that waits may
 * go on; the sentence names its wait, because that is where to look next. A full queue from which nobody
 * waits to take becomes an alarm with time.
 */

import { countText, durationText, tasksWait } from '../base/words.ts'
import type { Sentence } from '../protocol/state.ts'
import type { Holder, Pressure, QueueFacts } from './facts.ts'
import { quoted } from './quoted.ts'

/** A wait of so many ms is suspicious. */
const LONG = 10_000
/** A queue that holds so many items, from which nobody takes, is suspicious. */
const MANY_ITEMS = 1000

export function pressureSentences(pressures: readonly Pressure[]): Sentence[] {
  return pressures.flatMap((pressure) => {
    const { queue, waiting } = pressure
    if (queue !== null) return queueSentence(pressure, queue)
    return waiting === 0 ? [] : holderSentence(pressure)
  })
}

function holderSentence(pressure: Pressure): Sentence[] {
  const { name, holders, waiting } = pressure
  const [first] = holders
  if (first === undefined) return []
  const about = holders.map(({ task }) => task)
  const who =
    holders.length === 1
      ? quoted(first.task)
      : `${quoted(first.task)} and ${countText(holders.length - 1)} more`
  if (holders.every(({ isAlive }) => !isAlive)) {
    const text = `Nobody will release ${name}: ${who} took it, and ${holders.length === 1 ? 'has' : 'have'} ended. ${tasksWait(waiting)} for it${since(pressure)}.`
    return [{ level: 'alarm', text, tasks: about }]
  }
  const text = `${tasksWait(waiting)} for ${name}${since(pressure)}. ${who} ${holders.length === 1 ? 'holds' : 'hold'} it${holderWait(holders)}.`
  return [{ level: isLong(pressure) ? 'warning' : 'note', text, tasks: about }]
}

function holderWait(holders: readonly Holder[]): string {
  const holder = holders.find(({ waitsFor }) => waitsFor !== null)
  if (holder === undefined) return ''
  const age = holder.waitAge === null ? '' : `, for ${durationText(holder.waitAge)}`
  const who = holders.length === 1 ? 'and' : `; ${quoted(holder.task)}`
  return `${holders.length === 1 ? ' ' : ''}${who} waits for ${holder.waitsFor}${age}`
}

function queueSentence(pressure: Pressure, { size, most, putting, taking }: QueueFacts): Sentence[] {
  const { name } = pressure
  if (taking > 0) return []
  if (putting > 0) {
    const text = `Nobody takes from ${name}: it is full (${countText(size)}), and ${tasksWait(putting)} to put into it${since(pressure)}.`
    return [{ level: isLong(pressure) ? 'alarm' : 'warning', text, tasks: [] }]
  }
  if (size < MANY_ITEMS || (most > 0 && size < most)) return []
  return [
    {
      level: 'warning',
      text: `${name} holds ${countText(size)} items, and nobody waits to take one.`,
      tasks: [],
    },
  ]
}

function since({ oldest, waiting, queue }: Pressure): string {
  if (oldest === null) return ''
  return (queue?.putting ?? waiting) === 1
    ? `, for ${durationText(oldest)}`
    : `, the oldest for ${durationText(oldest)}`
}

function isLong({ oldest }: Pressure): boolean {
  return oldest !== null && oldest >= LONG
}
