/** The delay of timer `i` of `n`: 0.1 to 1.1 s, all different, in an order that no heap could hope for. */
export function shuffledDelay(i: number, n: number): number {
  return 100 + (((i * 611_953) % n) / n) * 1000
}
