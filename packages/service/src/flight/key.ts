/**
 * The key of a call: calls with equal keys are one.
 *
 * A wrong key is worse than none, because one caller would get what another one asked for. So the key is the
 * argument only if there is nothing to misunderstand: one argument at most, which can be compared.
 */

import { describeValue } from '@acoro/core/lowlevel'

/** Works out the key of a call from its arguments. `undefined` is a key, too. */
export type KeyOf<Args extends unknown[]> = (args: Args) => unknown

/** By the function of the user, or by the argument. `what` names the wrapper: `memoize()`. */
export function keyOf<Args extends unknown[]>(
  key: ((...args: Args) => unknown) | undefined,
  what: string,
): KeyOf<Args> {
  return key === undefined ? (args) => onlyArgument(args, what) : (args) => key(...args)
}

/** Can it be the key? An object is equal only to itself. */
export function isComparable(argument: unknown): boolean {
  return argument === null || (typeof argument !== 'object' && typeof argument !== 'function')
}

/** TypeError for a call whose key is not clear. */
function onlyArgument(args: readonly unknown[], what: string): unknown {
  if (args.length > 1) {
    throw new TypeError(
      `Expected the option key of ${what} for a call with ${args.length} arguments: ` +
        'the first one alone may not be what tells calls apart',
    )
  }
  const argument = args[0]
  if (!isComparable(argument)) {
    throw new TypeError(
      `Expected the option key of ${what} for a call with ${describeValue(argument)}: objects are equal only to themselves`,
    )
  }
  return argument
}
