// A run in sentences: for those who hear the page, and those who search it.

import type { TaskEvent } from '../base/messages.ts'
import { shownTime } from './timeline.ts'

const ends: Readonly<Record<string, string>> = { failed: 'fails', cancelled: 'ends, cancelled' }
const wakers: Readonly<Record<string, string>> = {
  timer: 'a timer',
  callback: 'a callback',
  outside: 'something outside of the loop',
}

/** One line for each instant at most `most` events long. */
export function sentencesOf(events: readonly TaskEvent[], most = 300): string[] {
  const names = new Map<number, string>()
  const name = (task: number): string => names.get(task) ?? 'a task'
  const found: { at: number; said: string[] }[] = []
  for (const event of events.slice(0, most)) {
    if (event.kind === 'created') names.set(event.task, event.text)
    const said = sentence(event, name)
    if (said === undefined) continue
    const last = found.at(-1)
    if (last?.at === event.at) last.said.push(said)
    else found.push({ at: event.at, said: [said] })
  }
  const lines = found.map(({ at, said }) => `${shownTime(at)}: ${said.join('; ')}.`)
  return events.length > most ? [...lines, `And ${events.length - most} events more.`] : lines
}

function sentence(
  { kind, task, text, other, cancel }: TaskEvent,
  name: (task: number) => string,
): string | undefined {
  if (kind === 'created') return other === 0 ? `${name(task)} begins` : `${name(other)} makes ${name(task)}`
  if (kind === 'stepped') return cancel ? `a cancel reaches ${name(task)}` : undefined
  if (kind === 'suspended') return `${name(task)} waits for ${text}`
  if (kind === 'finished') return `${name(task)} ${ends[text] ?? 'returns'}`
  if (other === task) return undefined
  return `${other === 0 ? (wakers[text] ?? 'something') : name(other)} wakes ${name(task)}`
}
