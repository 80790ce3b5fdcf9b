// Tests that cannot apply everywhere. A single test asks `onlyOn`; a whole file says so in a line of its own,
// because a browser cannot even load one that imports a module of Node's:
//
//   // only on server: it starts processes
//
// The reason belongs to it. What does not apply is counted as skipped, never as passed.

import { test } from 'vitest'
import { appliesTo, runtime, type Where } from './where.ts'

/** Does what is only on `where` apply to this runtime? */
export function isOn(where: Where): boolean {
  return appliesTo(where, runtime)
}

/** `test`, or a test that is skipped: on other runtimes, for this reason, it has nothing to show. */
export function onlyOn(where: Where, _reason: string): typeof test | typeof test.skip {
  return isOn(where) ? test : test.skip
}
