// only on node: the generations of V8's heap

/** What a task held is garbage when it has ended, and has to be collected while it is young. */

import { AsyncLocalStorage } from 'node:async_hooks'
import { createTask, run, sleep, taskGroup } from '@acoro/core'
import { expect, test } from 'vitest'
import { growthOfOld } from '../../../../scripts/runtimes/generations.ts'
import '../../src/node.ts'

const AT_ONCE = 100
const ROUNDS = 200
const HELD = 1000

test('what ended tasks held does not get old', async () => {
  const store = new AsyncLocalStorage<number>()
  let grown = 0
  await run(function* main() {
    const begun = Array.from({ length: AT_ONCE }, () => createTask(job(0)))
    yield* sleep(0)
    const growth = growthOfOld()
    for (const task of begun) yield* task
    yield* taskGroup(function* (group) {
      for (let n = 0; n < AT_ONCE; n++) group.createTask(worker())
    })
    grown = growth()
  })
  // They held 160 MB in all.
  expect(grown).toBeLessThan(4e6)

  function* worker() {
    for (let round = 0; round < ROUNDS; round++) {
      yield* store.run(round, () => createTask(job(round % 3)))
    }
  }

  /** Some end before others that began earlier. */
  function* job(pauses: number) {
    const held = Array.from({ length: HELD }, (_, index) => index)
    for (let pause = 0; pause <= pauses; pause++) yield* sleep(0)
    expect(held.length).toBe(HELD)
  }
})
