/**
 * Living examples of classes whose instances do not live long.
 *
 * V8 drops a hidden class with its last instance, and throws away the optimised code that knows the class. A pause
 * lives for a microsecond. So a full collection rarely finds one, and after it every loop of the program would
 * run unoptimised code again: 130 ns a pause instead of 60. One instance that stays alive prevents that.
 *
 * An example must have the shape that later instances have. So a field that is ever a fraction holds a fraction
 * in the example, because V8 makes a new hidden class if an integer field receives one. Other changes of a
 * field's type are made in place. An example holds nothing of the user's.
 */

const living: object[] = []

/** Keeps the examples of a module alive as long as the module. */
export function keepExamples(...examples: object[]): void {
  living.push(...examples)
}

/** The examples that are kept. */
export function livingExamples(): readonly object[] {
  return living
}
