// only on server: it sets a variable of the environment

import { asyncify } from '@acoro/compat'
import { coroutine, currentTask, getRunningLoop } from '@acoro/core'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.unstubAllEnvs())

test('ACORO_DEBUG=1 reaches the loop in the background, and what it is called to do', async () => {
  vi.stubEnv('ACORO_DEBUG', '1')
  const look = asyncify(
    coroutine(function* look() {
      return [getRunningLoop().getDebug(), String(currentTask()), String(getRunningLoop().createFuture())]
    }),
  )
  expect(await look()).toEqual([
    true,
    expect.stringContaining('created at'),
    expect.stringMatching(/^<Future pending created at .*background-debug\.test\.ts:\d+>$/),
  ])
})
