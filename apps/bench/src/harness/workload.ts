/**
 * What is measured, and how much of it. The programs, one a peer, are in `programs/<program>/`; a workload
 * says with what size and option they are run, which value they have to give, and what one unit is that
 * figures are for.
 */

/**
 * What a figure is: `time` is ns of processor time a unit; `bytes` are held by a unit while all are parked;
 * `cold` is ms from before the import to the first result; `size` is bytes of a bundle.
 */
export type Kind = 'time' | 'bytes' | 'cold' | 'size'

export interface Workload {
  readonly name: string
  readonly title: string
  readonly kind: Kind
  /** The folder of the programs. */
  readonly program: string
  readonly n: number
  readonly option: number
  /** What one unit is; there are `units(n)` of them. */
  readonly unit: string
  readonly units: (n: number) => number
  /** What a program gives for `n`, to show that it did the work. */
  readonly expected: (n: number) => number
  /** `n` is made a multiple of it where a peer gets a share. */
  readonly multiple: number
  /** The peer that ratios are to. */
  readonly base: string
  /** Samples a round. */
  readonly samples: number
  /** Runs a sample: what is short is not compiled, nor well timed, in one. */
  readonly repeats: number
  /** Rounds at most: what is long is not repeated as often. */
  readonly maxRounds: number
  /** Is it part of the smoke run, and with which `n`? */
  readonly smoke: number | undefined
  /**
   * What a peer's ratio should be with a full collection before each sample; each that has one is in that
   * table.
   */
  readonly goals: Readonly<Record<string, number>>
}
