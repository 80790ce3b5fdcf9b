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

export function StatusBadge({ status }: { status: Verdict['status'] }): VNode {
  const [kind, word] = STATUS[status] ?? ['note', String(status)]
  return <Badge kind={`large ${kind}`} word={word} />
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
