/**
 * The state of a future or a task in one small integer: each field of a task is time, because the young-generation
 * collector copies every live one.
 */

// The two lowest bits: the status. 0 is pending; the others are final.
export const PENDING = 0
export const RESOLVED = 1
export const REJECTED = 2
export const CANCELLED = 3
export const STATUS = 3

/** `next()` just suspended somebody here; cleared by the task that takes the suspension. */
export const BLOCKING = 4
/** It failed and nobody has asked for the error. */
export const UNRETRIEVED = 8
/** Whoever waits called `next()` without passing on what it was sent: it cannot be asked where it stands. */
export const NOT_FORWARDED = 16

// Of tasks only.
/** A cancel came while a step was scheduled or running: the next step, or the next wait, is cancelled. */
export const MUST_CANCEL = 32
/** Its `cancel()` is passing the cancellation on to what it waits for. */
export const CANCELLING = 64
/** Its last bare yield was a pause, which answers a probe. */
export const ASKABLE = 128
/** It runs up to its first wait in a task that nobody knows: not in its loop's list yet; see call.ts. */
export const UNLISTED = 256
/** It has begun: set where it could not be told otherwise, because nothing says what it waits for. */
export const BEGUN = 512
/** One request to be cancelled: the bits from here on count them. */
export const REQUEST = 1024
export const REQUEST_SHIFT = 10
/** From here on there is no room for another request: bit 31 is the sign. */
export const MOST_REQUESTS: number = 2 ** 31 - REQUEST
