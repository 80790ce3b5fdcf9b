/** What the failed jobs of a queue say of themselves, in BullMQ's field for the reason. */

/** BullMQ's words for a job whose workers died too often. */
export const STALLED = 'job stalled more than allowable limit'
/** A job that its caller cancelled. It is removed, and is no dead letter. */
export const CANCELLED = 'acoro: the job was cancelled'
