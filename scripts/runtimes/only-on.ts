// Tests that cannot apply everywhere. A single test asks `onlyOn`; a whole file says so in a line of its own, because a
// browser cannot even load one that imports a module of Node's:
//
//   // only on server: it starts processes
//
// The reason belongs to it. What does not apply is counted as skipped, never as passed.

import { test } from 'vitest'
import { appliesTo, type Runtime, type Where } from './where.ts'

interface World {
  process?: { versions?: Record<string, string | undefined> }
  navigator?: { userAgent: string }
}

/** What the tests run on. */
export const runtime: Runtime = find(globalThis as World)

function find({ process, navigator }: World): Runtime {
  const { bun, deno, node } = process?.versions ?? {}
  if (bun !== undefined) return 'bun'
  if (deno !== undefined) return 'deno'
  if (node !== undefined) return 'node'
  if (/Firefox\//.test(navigator?.userAgent ?? '')) return 'firefox'
  return /Chrome\//.test(navigator?.userAgent ?? '') ? 'chromium' : 'webkit'
}

/** Does what is only on `where` apply to this runtime? */
export function isOn(where: Where): boolean {
  return appliesTo(where, runtime)
}

/** `test`, or a test that is skipped: on other runtimes, for this reason, it has nothing to show. */
export function onlyOn(where: Where, _reason: string): typeof test | typeof test.skip {
  return isOn(where) ? test : test.skip
}
