import { LRUCache } from 'lru-cache'
import { Spool } from '../store/spool.ts'
import type { Visit } from './visit.ts'
import { readVisit, writeVisit } from './visit-line.ts'

/** Visits, in the order in which they were made. They are on disk, but for those that were asked for of late. */

/** Characters of the lines that remembered visits stand for. */
const REMEMBERED = 1024 * 1024

export class VisitLog implements Iterable<Visit>, Disposable {
  readonly #spool = new Spool()
  /** Many pages link to the same few redirects and anchors. */
  readonly #recent = new LRUCache<number, Visit>({ maxSize: REMEMBERED })
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Where it can be found again. */
  append(visit: Visit): number {
    const where = this.#spool.append(writeVisit(visit))
    // Not before: what the disk refused is not there.
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

  /** All that is there now, as it is kept: a line a visit. */
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
