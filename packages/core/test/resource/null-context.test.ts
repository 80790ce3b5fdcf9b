import { asyncWith, nullContext, run } from '@acoro/core'
import { expect, test } from 'vitest'

test('a null context enters with its value, and does nothing at the end', async () => {
  expect(
    await run(() =>
      asyncWith(nullContext('value'), function* (value) {
        return value
      }),
    ),
  ).toBe('value')
  expect(
    await run(() =>
      asyncWith(nullContext(), function* (value) {
        return value
      }),
    ),
  ).toBe(undefined)
  const failing = asyncWith(nullContext(), function* () {
    throw new Error('no')
  })
  await expect(run(failing)).rejects.toThrow('no')
})

test('a null context can be used again and again, also at the same time', async () => {
  const context = nullContext(1)
  const outer = await run(() =>
    asyncWith(context, function* (a) {
      return yield* asyncWith(context, function* (b) {
        return a + b
      })
    }),
  )
  expect(outer).toBe(2)
})
