/**
 * What a program of a workload is: one way to do `n` units of the same work, start to end, its own start-up
 * included, because that is what a user waits for. Each is a file `<workload>/<peer>.ts` with the program as
 * its default export, so that a process loads one library and nothing of the others. The value it gives shows
 * that the work was done.
 *
 * A file may export `share` as well: the part of `n` a slow library is given, so that a round ends. Figures
 * are per unit.
 */

/** `option` is what the variants of a workload differ in: a depth, a capacity. */
export type Program = (n: number, option: number) => Promise<number>

/** Calls `probe` once, while `n` tasks are parked, and ends them afterwards. */
export type HoldingProgram = (n: number, option: number, probe: () => void) => Promise<number>
