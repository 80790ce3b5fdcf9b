/**
 * The error for a coroutine that is used as if it were its result: the `yield*` is missing.
 *
 * JavaScript would go on with such a coroutine: `await` returns the object, JSON shows its fields, and a sum
 * shows its text. So each of these uses throws, and all errors name the cure in the same words.
 */

interface Misused {
  readonly functionName: string
  /** @internal */
  _unwatch(): void
}

/** The TypeError for `use` of `coro`: «await», «iterate over». The coroutine stays as it is. */
export function misused(coro: Misused, use: string): TypeError {
  // Told now, and not once more as never awaited.
  coro._unwatch()
  return new TypeError(
    `Cannot ${use} coroutine '${coro.functionName}': yield* it, or make a promise of it by toPromise() of @acoro/compat`,
  )
}
