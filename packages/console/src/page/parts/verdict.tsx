/** The verdict: whether the loop is alive, and the sentences that say why not, the most important one first. */

import type { VNode } from 'preact'
import type { TaskRef } from '../../protocol/rows.ts'
import type { Sentence, State } from '../../protocol/state.ts'
import { visible } from '../base/visible.ts'
import { LevelBadge, StatusBadge } from './badge.tsx'
import { TaskLink, TaskLinks } from './task-link.tsx'

export function VerdictText({ state }: { state: State }): VNode {
  const { status, sentences } = state.verdict
  return (
    <section class="verdict" aria-labelledby="verdict">
      <h1 id="verdict">
        <span class="sr">The loop is </span>
        <StatusBadge status={status} />
      </h1>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence.text} class={sentence.level}>
            <LevelBadge level={sentence.level} /> <SentenceText sentence={sentence} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The sentence, with the tasks it names as links. Those that it speaks of without a name stand behind it. */
function SentenceText({ sentence }: { sentence: Sentence }): VNode {
  const { pieces, unnamed } = linked(sentence)
  return (
    <span>
      {pieces.map((piece, at) =>
        typeof piece === 'string' ? visible(piece) : <TaskLink key={at} task={piece} />,
      )}
      {unnamed.length === 0 ? '' : ' '}
      {unnamed.length === 0 ? '' : <TaskLinks tasks={unnamed} />}
    </span>
  )
}

/** A sentence cut where it names a task in quotes: `'settle' waits` is a link and ` waits`. */
export function linked({ text, tasks }: Pick<Sentence, 'text' | 'tasks'>): {
  pieces: (string | TaskRef)[]
  unnamed: TaskRef[]
} {
  const found: { at: number; task: TaskRef }[] = []
  const unnamed: TaskRef[] = []
  for (const task of tasks) {
    let at = text.indexOf(`'${task.name}'`)
    if (at < 0 || task.name === '') unnamed.push(task)
    for (; at >= 0 && task.name !== ''; at = text.indexOf(`'${task.name}'`, at + 1)) {
      // Two tasks of one name: the first place is the first one's, and so on.
      if (found.every((other) => other.at !== at)) {
        found.push({ at, task })
        if (tasks.filter((other) => other.name === task.name).length > 1) break
      }
    }
  }
  const pieces: (string | TaskRef)[] = []
  let from = 0
  for (const { at, task } of found.sort((a, b) => a.at - b.at)) {
    if (at < from) continue
    pieces.push(text.slice(from, at), task)
    from = at + task.name.length + 2
  }
  pieces.push(text.slice(from))
  return { pieces: pieces.filter((piece) => piece !== ''), unnamed }
}
