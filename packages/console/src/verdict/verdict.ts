/**
 * The state of the program in plain sentences, for somebody whom an alarm has just woken up: is the loop
 * alive, do tasks wait for each other in a circle, what do tasks wait for that will never come, which wait is
 * the longest.
 *
 * A pure function of the present state. Nothing is counted from events, because events can be lost. What may
 * be normal is no alarm: idle workers wait for a queue all day.
 */

import { countText, durationText } from '../base/words.ts'
import type { TaskRef } from '../protocol/rows.ts'
import type { Sentence, Verdict } from '../protocol/state.ts'
import { placeText } from '../text/place-text.ts'
import type { Facts } from './facts.ts'
import { pressureSentences } from './pressure.ts'
import { quoted } from './quoted.ts'

/** Waits shorter than this, in ms, are not worth a sentence. */
const WORTH_TELLING = 1000
/** At most so many sentences; the views have the rest. */
const MOST_SENTENCES = 8
/** Of a longer circle the ends are shown. */
const MOST_IN_CIRCLE = 10

const order: Readonly<Record<Sentence['level'], number>> = { alarm: 0, warning: 1, note: 2, fine: 3 }

export function verdictOf(facts: Facts): Verdict {
  const status = statusOf(facts)
  const first = statusSentence(status, facts)
  if (status === 'unknown' || status === 'empty') return { status, sentences: [first] }
  const rest = [
    ...facts.circles.map(circleSentence),
    ...pressureSentences(facts.pressures),
    ...oldestSentence(facts),
    ...outsideSentence(status, facts),
  ]
  const sorted = [first, ...rest].sort((a, b) => order[a.level] - order[b.level])
  return { status, sentences: sorted.slice(0, MOST_SENTENCES) }
}

function statusOf({ isKnown, loops, blocked, stoppedBy, counts, stepsPerSecond }: Facts): Verdict['status'] {
  if (stoppedBy !== null) return 'stopped'
  if (blocked !== null) return 'blocked'
  if (!isKnown) return 'unknown'
  if (loops === 0) return 'empty'
  return counts.running + counts.ready > 0 || (stepsPerSecond ?? 0) > 0 ? 'alive' : 'idle'
}

function statusSentence(status: Verdict['status'], facts: Facts): Sentence {
  const { counts, stepsPerSecond } = facts
  switch (status) {
    case 'stopped':
      return say('note', `The whole process is stopped by ${facts.stoppedBy}, so nothing in it moves.`)
    case 'blocked':
      return blockedSentence(facts.blocked as NonNullable<Facts['blocked']>)
    case 'unknown':
      return say('note', 'The program has not told about itself yet.')
    case 'empty':
      return say(
        'note',
        'No event loop of acoro is open in this process: none has run yet, or all are closed.',
      )
    case 'idle':
      return say('fine', `The loop is alive and idle: ${everyTaskWaits(counts.tasks)}.`)
    case 'alive': {
      const steps = stepsPerSecond === null ? '' : ` ${countText(stepsPerSecond)} steps in the last second,`
      const ready = counts.ready + counts.running
      return say(
        'fine',
        `The loop is alive:${steps} ${countText(ready)} of ${tasks(counts.tasks)} ready to run.`,
      )
    }
  }
}

function everyTaskWaits(count: number): string {
  if (count === 0) return 'it has no tasks'
  return count === 1 ? 'its only task waits' : `all ${countText(count)} tasks wait`
}

function tasks(count: number): string {
  return count === 1 ? '1 task' : `${countText(count)} tasks`
}

function blockedSentence({ age, task, stack, noStack }: NonNullable<Facts['blocked']>): Sentence {
  const by = task === null ? 'code outside of tasks' : `task ${quoted(task)}`
  const top = stack[0]
  const where =
    top === undefined
      ? noStack === null
        ? ''
        : ` (the line is unknown: ${noStack})`
      : `, at ${placeText(top)}`
  return say(
    'alarm',
    `The loop has been blocked for ${durationText(age)} by ${by}${where}.`,
    task === null ? [] : [task],
  )
}

function circleSentence(circle: readonly TaskRef[]): Sentence {
  const names = circle.map(quoted)
  if (names.length > MOST_IN_CIRCLE) names.splice(MOST_IN_CIRCLE - 1, names.length - MOST_IN_CIRCLE, '…')
  const text =
    circle.length === 1
      ? `Task ${names[0]} waits for itself, and nothing else can free it.`
      : `${countText(circle.length)} tasks wait for one another in a circle, and nothing else can free them: ${[...names, names[0]].join(' → ')}.`
  return say('alarm', text, circle)
}

function oldestSentence({ oldest }: Facts): Sentence[] {
  if (oldest === null || oldest.age < WORTH_TELLING) return []
  const { task, waitsFor, age } = oldest
  return [
    say('note', `The oldest wait has lasted ${durationText(age)}: ${quoted(task)} waits for ${waitsFor}.`, [
      task,
    ]),
  ]
}

/** An idle loop with work under way outside may wait for others. */
function outsideSentence(status: Verdict['status'], { externals, counts }: Facts): Sentence[] {
  const outside = externals.filter(({ transient }) => transient)
  const first = outside[0]
  if (status !== 'idle' || counts.tasks === 0 || first === undefined) return []
  const age = first.age === null ? '' : `, the oldest for ${durationText(first.age)}`
  const others = outside.length === 1 ? '' : `, and ${countText(outside.length - 1)} other kinds`
  return [say('note', `Under way outside: ${countText(first.count)} × ${first.what}${age}${others}.`)]
}

function say(level: Sentence['level'], text: string, about: readonly TaskRef[] = []): Sentence {
  return { level, text, tasks: about.slice(0, MOST_IN_CIRCLE) }
}
