/**
 * The verdict: whether the loop is alive, and the sentences that say why not, the most important one first.
 */

import type { VNode } from 'preact'
import type { Sentence, State } from '../../protocol/state.ts'
import { visible } from '../base/visible.ts'
import { LevelBadge, StatusBadge } from './badge.tsx'
import { linked } from './linked.ts'
import { TaskLink, TaskLinks } from './task-link.tsx'

export function VerdictText({ state }: { state: State }): VNode {
  const { sentences } = state.verdict
  return (
    <section class="verdict" aria-labelledby="verdict">
      <h1 id="verdict">
        <span class="sr">The loop is </span>
        <StatusBadge verdict={state.verdict} />
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
