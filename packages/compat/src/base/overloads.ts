/**
 * Signatures, taken apart and put together again.
 *
 * TypeScript infers only the last overload of a function, or, from a pattern of four overloads, all of up to four
 * (missing ones repeat the first). It keeps type parameters only where a function type is inferred as a whole. So each
 * bridge has two overloads of its own: one for functions that are overloaded, and one for all others.
 */

/** A function of whatever parameters. */
// biome-ignore lint/suspicious/noExplicitAny: `this` and parameters of any function are meant.
export type AnyFunction<R = unknown> = (this: any, ...args: any[]) => R

/** `[this, arguments, result]` of each of up to four overloads. */
export type SignaturesOf<F> = F extends {
  (this: infer T1, ...args: infer A1): infer R1
  (this: infer T2, ...args: infer A2): infer R2
  (this: infer T3, ...args: infer A3): infer R3
  (this: infer T4, ...args: infer A4): infer R4
}
  ? [[T1, A1, R1], [T2, A2, R2], [T3, A3, R3], [T4, A4, R4]]
  : never

/** `unknown` where `F` has more than one signature, else `never`: `F & Overloaded<F>` refuses the others. */
export type Overloaded<F> =
  SignaturesOf<F> extends [infer First, unknown, unknown, infer Last]
    ? [First, Last] extends [Last, First]
      ? never
      : unknown
    : never
