/**
 * What comes and goes for as long as a program runs: requests under way, borrowers, leases.
 *
 * Not a Set: a table of V8's points to the one that took its place when it was full. So a table that has come
 * into the old generation keeps all later ones, with what was in them, until the whole heap is collected.
 * A member that has left points to nothing.
 */

/** Members in the order in which they came. */
export class MemberList<T> implements Iterable<T> {
  /** @internal */
  _first: Membership<T> | null = null
  /** @internal */
  _last: Membership<T> | null = null
  /** @internal */
  _size = 0

  get size(): number {
    return this._size
  }

  /** Adds a member, even if it is in the list already. Returns what it leaves by. */
  add(member: T): Membership<T> {
    return new Membership(this, member)
  }

  /** All members leave. */
  clear(): void {
    while (this._first !== null) this._first.leave()
  }

  /** Those that are in it now. It may change while they are gone through. */
  [Symbol.iterator](): Iterator<T> {
    const members: T[] = []
    for (let at = this._first; at !== null; at = at._next) members.push(at.member)
    return members[Symbol.iterator]()
  }
}

/** The place of a member in a list. */
export class Membership<T> {
  readonly member: T
  #list: MemberList<T> | null
  #previous: Membership<T> | null
  /** @internal */
  _next: Membership<T> | null = null

  constructor(list: MemberList<T>, member: T) {
    this.member = member
    this.#list = list
    const last = list._last
    this.#previous = last
    if (last === null) list._first = this
    else last._next = this
    list._last = this
    list._size++
  }

  /** Is the member in its list? */
  get isIn(): boolean {
    return this.#list !== null
  }

  /** Takes the member out of the list. False, and nothing changes, if it is not in it any more. */
  leave(): boolean {
    const list = this.#list
    if (list === null) return false
    this.#list = null
    const previous = this.#previous
    const next = this._next
    this.#previous = null
    this._next = null
    if (previous === null) list._first = next
    else previous._next = next
    if (next === null) list._last = previous
    else next.#previous = previous
    list._size--
    return true
  }
}
