/**
 * Types for the signatures of functions.
 *
 * TypeScript infers only the last overload of a function. A pattern of twelve overloads makes it infer
 * twelve: if the function has fewer, its first overload is repeated. This way loses type parameters. They
 * stay only if a function type is inferred as a whole. So each bridge has two overloads: one for overloaded
 * functions, and one for all others.
 */

/** A function of any parameters. */
// biome-ignore lint/suspicious/noExplicitAny: `this` and parameters of any function are meant.
export type AnyFunction<R = unknown> = (this: any, ...args: any[]) => R

/** `[this, arguments, result]` of each of up to twelve overloads. */
export type SignaturesOf<F> = F extends {
  (this: infer T1, ...args: infer A1): infer R1
  (this: infer T2, ...args: infer A2): infer R2
  (this: infer T3, ...args: infer A3): infer R3
  (this: infer T4, ...args: infer A4): infer R4
  (this: infer T5, ...args: infer A5): infer R5
  (this: infer T6, ...args: infer A6): infer R6
  (this: infer T7, ...args: infer A7): infer R7
  (this: infer T8, ...args: infer A8): infer R8
  (this: infer T9, ...args: infer A9): infer R9
  (this: infer T10, ...args: infer A10): infer R10
  (this: infer T11, ...args: infer A11): infer R11
  (this: infer T12, ...args: infer A12): infer R12
}
  ? [
      [T1, A1, R1],
      [T2, A2, R2],
      [T3, A3, R3],
      [T4, A4, R4],
      [T5, A5, R5],
      [T6, A6, R6],
      [T7, A7, R7],
      [T8, A8, R8],
      [T9, A9, R9],
      [T10, A10, R10],
      [T11, A11, R11],
      [T12, A12, R12],
    ]
  : never

/** `unknown` if `F` has more than one signature, else `never`: `F & Overloaded<F>` refuses the others. */
export type Overloaded<F> =
  SignaturesOf<F> extends [infer First, ...unknown[], infer Last]
    ? [First, Last] extends [Last, First]
      ? never
      : unknown
    : never
