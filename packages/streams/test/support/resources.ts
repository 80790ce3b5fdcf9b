// What this process has open, as Node counts it: no test may leave anything behind.

import { run, type Suspension } from '@acoro/core'
import { afterEach, beforeAll, expect } from 'vitest'
import { turn } from './turn.ts'

/**
 * Sockets, servers, pipes and processes, and what opens them. The pipe to the test runner was there before.
 */
const KINDS = /^(TCP|TLS|Pipe|UDP|Process|GetAddrInfo)\w*(Wrap|Req)$|^FSReqCallback$/

/** How many sockets, servers, pipes and processes are open. */
export function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => KINDS.test(kind)).length
}

/** Checks after each test of this file that it left no socket, server, pipe or process open. */
export function leavesNothingOpen(): void {
  let before = 0
  beforeAll(() => {
    before = openHandles()
  })
  afterEach(async () => {
    await run(settled(before))
    const left = process.getActiveResourcesInfo().filter((kind) => KINDS.test(kind))
    const tooMany = left.slice(before)
    // What a failed test has left is told once, not of all tests after it.
    before = left.length
    expect(tooMany).toEqual([])
  })
}

/** Waits until as many are open as `before`: a close takes the platform a few turns. */
export function* settled(before: number): Generator<Suspension, void, unknown> {
  for (let i = 0; i < 300_000 && openHandles() > before; i++) yield* turn()
}
