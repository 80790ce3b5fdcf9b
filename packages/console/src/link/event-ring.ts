/**
 * A ring in shared memory, in which the program's thread notes what its tasks do and the worker reads it.
 *
 * One thread writes and one reads, and the writer never waits: if the reader is too late, the oldest records
 * are lost, and the reader says so. A record is a slot of 16 bytes: kind, a task, and a number that is mostly
 * a time. Some have texts, which are in the slots behind it. No message is sent, so it works in a program
 * whose thread is blocked.
 */

/** A step began. The rest of the first cell is its outcome, written when it has ended. */
export const STEP = 1
/** The steps since the last record were the last ones of their turn: it ended at this time. */
export const REST = 2
/** A task was made. A slot with its parent and group follows, and its name and function as texts. */
export const MADE = 3
/** A task was made ready to go on. The number is that of the task that did it. */
export const WOKEN = 4
/** A task waits: the second slot has the numbers of the texts that say for what, and where. */
export const WAITS = 5
/** A step goes on in which another one began and ended. Its first record has no outcome. */
export const GOES_ON = 7
/** A text: its number is in the place of the task. */
export const TEXT = 6

/** The outcomes of steps, by their codes. 0: it has not ended. */
export const OUTCOMES = ['unknown', 'paused', 'waits', 'returned', 'failed', 'cancelled'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What wakes, by its codes. */
export const WAKERS = ['task', 'timer', 'callback', 'outside'] as const

/** Bytes of a slot. */
const SLOT = 16
/** Bytes in front of the slots: the number of slots that were written, modulo 2^32. */
const HEAD = 64

/** The same memory in the three ways in which it is read and written. */
export interface EventRing {
  readonly memory: SharedArrayBuffer
  readonly head: Int32Array
  readonly ints: Int32Array
  readonly floats: Float64Array
  readonly characters: Uint16Array
  /** The number of slots less one; they are a power of two. */
  readonly mask: number
}

/** `slots` is a power of two. */
export function makeRing(slots: number): EventRing {
  return ringOf(new SharedArrayBuffer(HEAD + slots * SLOT))
}

/** The ring in this memory, which another thread has made. */
export function ringOf(memory: SharedArrayBuffer): EventRing {
  return {
    memory,
    head: new Int32Array(memory, 0, 1),
    ints: new Int32Array(memory, HEAD),
    floats: new Float64Array(memory, HEAD),
    characters: new Uint16Array(memory, HEAD),
    mask: (memory.byteLength - HEAD) / SLOT - 1,
  }
}

/** How many slots texts of so many characters take. */
export function slotsFor(characters: number): number {
  return Math.ceil(characters / 8)
}
