/**
 * The state of a future or a task in one small integer.
 *
 * Each further field of a task costs time, because the young-generation collector copies every live one. So
 * the status, the marks and the number of cancel requests share one field.
 */

// The two lowest bits are the status. 0 is pending; the others are final.
export const PENDING = 0
export const RESOLVED = 1
export const REJECTED = 2
export const CANCELLED = 3
export const STATUS = 3

/** `next()` has just suspended a coroutine at this future. The task that takes the suspension clears it. */
export const BLOCKING = 4
/** The future failed, and its error was not retrieved yet. */
export const UNRETRIEVED = 8
/**
 * The waiting code called `next()` without passing on the value it was sent: it cannot be asked where it
 * stands.
 */
export const NOT_FORWARDED = 16

// Of tasks only.
/** A cancel came while a step was scheduled or running: the next step, or the next wait, is cancelled. */
export const MUST_CANCEL = 32
/** The `cancel()` of the task is passing the cancellation on to what the task waits for. */
export const CANCELLING = 64
/** The last bare yield of the task was a pause, which answers a probe. */
export const ASKABLE = 128
/** The task runs up to its first wait, and is not in its loop's list yet; see call.ts. */
export const UNLISTED = 256
/** The task has begun. Set only if no other field shows it, because nothing says what the task waits for. */
export const BEGUN = 512
/**
 * It stands in a cancel scope that is cancelled: each of its waits is cancelled; see waiting/scope-tree.ts.
 */
export const LEVEL = 1024
/** It has heard of that and must wait on: LEVEL has no effect until then; see task/hold.ts. */
export const HELD = 2048
/** It stands in a cancel scope, cancelled or not. */
export const SCOPED = 4096
/** A cancellation is to be thrown by the next step, or where the task waits next. */
export const CANCEL_DUE: number = MUST_CANCEL | LEVEL
/** One request to cancel the task: the bits from here on count them. */
export const REQUEST = 8192
export const REQUEST_SHIFT = 13
/** From here on there is no room for another request: bit 31 is the sign. */
export const MOST_REQUESTS: number = 2 ** 31 - REQUEST
