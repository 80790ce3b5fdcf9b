import { run, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'

test('a coroutine is awaited', async () => {
  expect(await run(() => sleep(1, 'done'))).toBe('done')
  expect(new VirtualLoop().runSync(() => sleep(3_600_000, 'an hour'))).toBe('an hour')
})
