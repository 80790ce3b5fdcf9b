/**
 * Numbers that the program's thread writes at each step, and the worker reads while that thread is blocked.
 *
 * Plain stores: a number that is seen a moment late does no harm, and an atomic store takes seven times as
 * long.
 */

/** The number of the task whose step is under way; 0 if there is none. */
export const TASK = 0
/** How many steps were begun, modulo 2^32. */
export const STEPS = 1
/** 1 as soon as the process exits. */
export const EXITING = 2

/** How often the worker has saved a recording because the program asked for it. */
export const SAVED = 3

/** Cells that two threads share. */
export function makeCells(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(16))
}
