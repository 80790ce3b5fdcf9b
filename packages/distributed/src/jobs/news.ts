/**
 * What a worker tells a caller of a job, as an entry of the caller's stream.
 *
 *   v, e, c   its outcome: a value, an error, or that it was cancelled. For a stream the value is the number of its items
 *   i         an item, with its number from 0 and the inbox of the worker that sends it
 *   p         its progress, with a number that grows
 *
 * A signature covers the kind, the id and the number, so that an item cannot be told again in another place.
 */

import type { Entry } from '../base/stream-reader.ts'

export type NewsKind = 'v' | 'e' | 'c' | 'i' | 'p'

/** What came of a job. */
export interface News {
  readonly id: string
  readonly kind: NewsKind
  /** A message, as JSON. */
  readonly body: string
  /** For items and progress. */
  readonly number: number
  /** For items: where the worker hears how many were taken. */
  readonly inbox: string
}

const KINDS: ReadonlySet<string> = new Set(['v', 'e', 'c', 'i', 'p'])

/** Reads an entry. Undefined for one that this program does not know. */
export function newsOf([, fields]: Entry): News | undefined {
  const [, id = '', , kind = '', , body = '', , number = '-1', , inbox = ''] = fields
  if (!KINDS.has(kind)) return undefined
  return { id, kind: kind as NewsKind, body, number: Number(number), inbox }
}

/** What the signature of news covers. */
export function aboutNews(id: string, kind: NewsKind, number?: number): readonly string[] {
  return number === undefined ? ['outcome', id, kind] : ['outcome', id, kind, String(number)]
}
