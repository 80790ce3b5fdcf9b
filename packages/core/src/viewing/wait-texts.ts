/**
 * What tasks wait for, in words. What joins others counts them to describe itself, and many tasks may wait
 * for one, so such a text is made once for each look.
 */

import { className } from '../base/brief.ts'
import type { Blocker } from '../future/blocker.ts'
import { isTask, type Link, linkOf } from '../loop/behind.ts'
import { describeCause } from '../loop/describe-wait.ts'
import type { Task } from '../task/task.ts'
import { kindOfWait, type WaitKind } from './kind-of-wait.ts'

export class WaitTexts {
  readonly #texts = new Map<object, string>()
  readonly #keys = new Map<Link, string>()

  /** As in reports: `Lock.acquire on accounts (held by Task-3, 2 waiting)`. */
  readonly of = (waits: { describe(): string }): string => {
    const known = this.#texts.get(waits)
    if (known !== undefined) return known
    const text = describeCause(waits)
    if (kindOfWait(waits as Blocker) === 'several') this.#texts.set(waits, text)
    return text
  }

  /** The same for all waits of a sort: without the numbers, states and moments that differ between them. */
  keyOf(waits: Blocker, kind: WaitKind): string {
    if (isTask(waits)) return keyOfTask(waits)
    // All that wait in one list have one text.
    const link = kind === 'primitive' ? linkOf(waits) : waits
    const known = this.#keys.get(link)
    if (known !== undefined) return known
    const key = shortened(this.of(waits), kind)
    if (kind === 'primitive') this.#keys.set(link, key)
    return key
  }
}

/** A task without a name of its own is told by what it runs. */
function keyOfTask(task: Task<unknown>): string {
  if (typeof task._name === 'string') return `task '${task._name}'`
  try {
    return `a task of ${task.coro.functionName}`
  } catch {
    return `a ${className(task)}`
  }
}

function shortened(text: string, kind: WaitKind): string {
  if (kind === 'timer') return text.replace(/ until .*$/s, '')
  if (kind === 'primitive') return text.replace(/ \([^()]*\)$/, '')
  return kind === 'future' ? text : text.replace(/\d+/g, '#')
}
