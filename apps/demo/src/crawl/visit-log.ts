import { LRUCache } from 'lru-cache'
import { Spool } from '../store/spool.ts'
import type { Visit } from './visit.ts'
import { readVisit, writeVisit } from './visit-line.ts'

/**
 * The visits, in the order in which they were made. They are on disk; those that were read recently are in
 * memory, too.
 */

/** The size of the visits in memory, in characters of their lines. */
const REMEMBERED = 1024 * 1024

export class VisitLog implements Iterable<Visit>, Disposable {
  readonly #spool = new Spool()
  /** Many pages link to the same few redirects and anchors. */
  readonly #recent = new LRUCache<number, Visit>({ maxSize: REMEMBERED })
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Returns the place of the visit, for `at()`. */
  append(visit: Visit): number {
    const where = this.#spool.append(writeVisit(visit))
    // Only now: if the disk refused the visit, it is not there.
    this.#length++
    return where
  }

  at(where: number): Visit {
    const known = this.#recent.get(where)
    if (known !== undefined) return known
    const line = this.#spool.at(where)
    const visit = readOwn(line)
    this.#recent.set(where, visit, { size: line.length })
    return visit
  }

  *[Symbol.iterator](): Generator<Visit> {
    for (const [line] of this.#spool.lines()) yield readOwn(line)
  }

  /** All visits so far as they are kept, a line each. */
  pieces(): Iterable<Uint8Array> {
    return this.#spool.pieces(this.#spool.size)
  }

  [Symbol.dispose](): void {
    this.#spool[Symbol.dispose]()
    this.#recent.clear()
  }
}

function readOwn(line: string): Visit {
  const visit = readVisit(line)
  if (visit === undefined) throw new Error(`a visit was not written as it can be read: ${line.slice(0, 200)}`)
  return visit
}
