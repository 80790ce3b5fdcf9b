/**
 * The delay of timer `i` of `n`, in ms: 1,000 timers to a millisecond, however many there are, all different,
 * in an order that no heap could hope for.
 */
export function shuffledDelay(i: number, n: number): number {
  return 10 + ((i * 611_953) % n) / 1000
}
