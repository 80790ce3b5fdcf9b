/**
 * Reads what the program's thread has noted in the ring, and tells it as events.
 *
 * The stores of the other thread are plain, so they may become visible in any order. So only what was there
 * at the look before is read: by then some ms have passed. Records are copied before they are read. If the
 * writer has come round meanwhile, they are thrown away and told as lost, because a record that is half
 * another one is worse than none.
 */

import {
  type EventRing,
  GOES_ON,
  MADE,
  makeRing,
  OUTCOMES,
  type Outcome,
  REST,
  STEP,
  slotsFor,
  WAITS,
  WAKERS,
  WOKEN,
} from '../../link/event-ring.ts'

/** Receives what tasks did. Times are ms on the clock of the program's thread. */
export interface RingEvents {
  /** `isBegin` is false for the rest of a step in which another one began and ended. */
  step(task: number, from: number, to: number, outcome: Outcome, isBegin: boolean): void
  made(task: number, at: number, parent: number, group: number, name: string, work: string): void
  woken(task: number, at: number, by: number | 'timer' | 'callback' | 'outside'): void
  waits(task: number, at: number, what: string, place: string): void
  lost(from: number, to: number): void
}

/** The step under way: its place in the ring has the outcome, as soon as it is known. */
interface Open {
  readonly task: number
  readonly from: number
  readonly isBegin: boolean
  readonly at: number
}

export class RingReader {
  readonly #ring: EventRing
  readonly #events: RingEvents
  readonly #texts = new Map<number, string>()
  /** A copy of some records: what is read is never half overwritten. */
  readonly #copy: EventRing
  #read: number
  #seen: number
  #time: number
  #open: Open | null = null
  #lostFrom: number | null = null
  /** True if something was lost, so the texts have to be told again. */
  needsTexts = false

  /** A ring that was just made. `now`: the time at which the writer began. */
  constructor(ring: EventRing, events: RingEvents, now: number) {
    this.#ring = ring
    this.#events = events
    this.#copy = makeRing((ring.mask + 1) / 2)
    // From the first record: by now the writer may have told texts, which it does not tell again.
    this.#read = 0
    this.#seen = 0
    this.#time = now
  }

  /**
   * Reads what was there at the look before; with `all`, also what the other thread said that it has written.
   */
  look(all = false): void {
    const { head, mask } = this.#ring
    const now = head[0] as number
    const to = all ? now : this.#seen
    this.#seen = now
    const count = (to - this.#read) | 0
    if (count <= 0) return
    // So much of the ring is free for what is written while this copies.
    const isFar = ((now - this.#read) | 0) > (mask + 1) / 2
    if (!isFar) this.#fill(count)
    const then = head[0] as number
    if (isFar || ((then - this.#read) | 0) > mask) {
      this.#lose(then)
      return
    }
    let at = 0
    while (at < count) at += this.#record(at)
    this.#read = (this.#read + at) | 0
  }

  /** Copies so many slots to the beginning of the copy. */
  #fill(count: number): void {
    const { ints, mask } = this.#ring
    const from = (this.#read & mask) * 4
    const first = Math.min(count * 4, ints.length - from)
    this.#copy.ints.set(ints.subarray(from, from + first), 0)
    this.#copy.ints.set(ints.subarray(0, count * 4 - first), first)
  }

  #lose(to: number): void {
    this.#open = null
    this.#lostFrom ??= this.#time
    this.#read = to
    this.#seen = to
    this.needsTexts = true
  }

  /** Reads the record in this slot of the copy, and returns how many slots it takes. */
  #record(at: number): number {
    const { ints, floats } = this.#copy
    const kind = ints[at * 4] as number
    const task = ints[at * 4 + 1] as number
    const value = floats[at * 2 + 1] as number
    const second = (at + 1) * 4
    switch (kind & 0xff) {
      case STEP:
      case GOES_ON:
        this.#close(value)
        this.#open = { task, from: value, isBegin: (kind & 0xff) === STEP, at: (this.#read + at) | 0 }
        return 1
      case REST:
        this.#close(value)
        return 1
      case MADE: {
        const [name, work] = [ints[second + 2] as number, ints[second + 3] as number]
        this.#tick(value)
        this.#events.made(
          task,
          value,
          ints[second] as number,
          ints[second + 1] as number,
          this.#characters(at + 2, name),
          this.#characters(at + 2 + slotsFor(name), work),
        )
        return 2 + slotsFor(name) + slotsFor(work)
      }
      case WOKEN:
        this.#events.woken(task, this.#time, kind >> 8 === 0 ? value : (WAKERS[kind >> 8] as 'timer'))
        return 1
      case WAITS: {
        const textAt = (index: number): string => this.#texts.get(ints[second + index] as number) ?? ''
        this.#events.waits(task, value, textAt(0), textAt(1))
        return 2
      }
      default:
        this.#texts.set(task, this.#characters(at + 1, value))
        return 1 + slotsFor(value)
    }
  }

  #characters(at: number, count: number): string {
    return String.fromCharCode(...this.#copy.characters.subarray(at * 8, at * 8 + count))
  }

  /** The step under way has ended at this time. */
  #close(now: number): void {
    this.#tick(now)
    const open = this.#open
    if (open === null) return
    this.#open = null
    const { head, ints, mask } = this.#ring
    const isThere = (((head[0] as number) - open.at) | 0) <= mask
    const outcome = isThere ? OUTCOMES[(ints[(open.at & mask) * 4] as number) >> 8] : undefined
    this.#events.step(open.task, open.from, Math.max(open.from, now), outcome ?? 'unknown', open.isBegin)
  }

  #tick(now: number): void {
    this.#time = now
    if (this.#lostFrom === null) return
    this.#events.lost(this.#lostFrom, now)
    this.#lostFrom = null
  }
}
