/** What is the same for tasks that wait for the same. The text of a wait also has numbers that change. */

import type { WaitFacts } from '@acoro/core/lowlevel'

/**
 * `Lock.acquire on accounts` of `Lock.acquire on accounts (held by 'a', 2 waiting)`; `sleep` of `sleep until
 * 5 ms`.
 */
export function waitKey({ kind, text }: WaitFacts): string {
  if (kind === 'timer') return text.replace(/ until .*$/s, '')
  if (kind === 'primitive') return text.replace(/ \([^()]*\)$/, '')
  if (kind === 'outside' || kind === 'several') return text.replace(/\d+/g, '#')
  return text
}
