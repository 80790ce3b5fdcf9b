import { AddressBook } from '../store/address-book.ts'
import { Column } from '../store/column.ts'
import type { Visit } from './visit.ts'
import { VisitLog } from './visit-log.ts'

/** The visits of an earlier crawl, by address. */
export class KnownVisits implements Disposable {
  readonly #book = new AddressBook()
  readonly #where = new Column(Float64Array)
  readonly #log = new VisitLog()

  constructor(visits: Iterable<Visit> = []) {
    for (const visit of visits) this.add(visit)
  }

  /** How many addresses are known. */
  get size(): number {
    return this.#book.size
  }

  add(visit: Visit): void {
    this.#where.set(this.#book.add(visit.url), this.#log.append(visit))
  }

  /** The place of the visit of that address, for `at()`; `undefined` if there was none. */
  find(url: string): number | undefined {
    const number = this.#book.find(url)
    return number === undefined ? undefined : this.#where.get(number)
  }

  at(where: number): Visit {
    return this.#log.at(where)
  }

  [Symbol.dispose](): void {
    this.#log[Symbol.dispose]()
  }
}
