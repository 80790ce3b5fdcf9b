/** A word in a colour. The word is always there, so nobody needs the colour. */

import type { VNode } from 'preact'
import type { TaskState } from '../../protocol/rows.ts'
import type { Sentence, Verdict } from '../../protocol/state.ts'

export function Badge({ kind, word }: { kind: string; word: string }): VNode {
  return <span class={`badge ${kind}`}>{word}</span>
}

const STATUS: Record<Verdict['status'], readonly [kind: string, word: string]> = {
  alive: ['fine', 'running'],
  idle: ['fine', 'idle'],
  blocked: ['alarm', 'blocked'],
  stopped: ['warning', 'stopped'],
  empty: ['note', 'no loop'],
  unknown: ['note', 'unknown'],
}

/** Green is only what gives no reason to worry: an idle loop with an alarm has the colour of the alarm. */
export function StatusBadge({ verdict }: { verdict: Verdict }): VNode {
  const [kind, word] = STATUS[verdict.status] ?? ['note', String(verdict.status)]
  const worst = verdict.sentences.find(({ level }) => level === 'alarm' || level === 'warning')
  return <Badge kind={`large ${kind === 'alarm' ? kind : (worst?.level ?? kind)}`} word={word} />
}

export function LevelBadge({ level }: { level: Sentence['level'] }): VNode {
  return <Badge kind={level} word={level} />
}

const TASK_STATE: Record<TaskState, string> = {
  running: 'fine',
  ready: 'note',
  waiting: 'plain',
  cancelling: 'warning',
}

export function StateBadge({ state }: { state: TaskState }): VNode {
  return <Badge kind={TASK_STATE[state] ?? 'plain'} word={state} />
}
