/** The line of a group with a limit. */

import { expect, test } from 'vitest'
import { run, sleep, taskGroup } from '../../src/index.ts'

test('many tasks that queue take their turns in time in proportion to their number', async () => {
  const MANY = 50_000
  let ended = 0
  function* child() {
    yield* sleep(0)
    ended++
  }
  await run(() =>
    taskGroup(
      function* (group) {
        for (let n = 0; n < MANY; n++) group.createTask(child())
      },
      { limit: 10 },
    ),
  )
  expect(ended).toBe(MANY)
}, 10_000)
