/** Something done to `n` things; it should take about as much work for each, however many there are. */
export interface ScalingCase {
  readonly name: string
  /** Does it to `n` things, synchronously. */
  readonly run: (n: number) => void
  /** The `n` to begin with; 1000 unless given. */
  readonly n?: number
}
