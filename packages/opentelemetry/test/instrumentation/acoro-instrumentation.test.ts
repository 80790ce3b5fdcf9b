// only on server: it needs what `node:async_hooks` has

import '@acoro/compat/node'
import { AsyncLocalStorage } from 'node:async_hooks'
import { createTask, sleep } from '@acoro/core'
import { AcoroInstrumentation } from '@acoro/opentelemetry'
import { VirtualLoop } from '@acoro/testing'
import { expect, test } from 'vitest'
import { Traced } from '../support/traced.ts'

test.each([
  [
    { tasks: 'some' },
    "Expected the option tasks of AcoroInstrumentation to be 'named', 'all' or 'none', got the string \"some\"",
  ],
  [{ minTime: -1 }, 'Expected the option minTime of AcoroInstrumentation in milliseconds, 0 or more, got -1'],
  [{ scopes: 1 }, 'Expected the option scopes of AcoroInstrumentation to be true or false, got the number 1'],
  [
    { logger: {} },
    'Expected the option logger of AcoroInstrumentation to be a logger of @opentelemetry/api-logs, got an object',
  ],
])('%o is refused by name', (options, message) => {
  expect(() => new AcoroInstrumentation(options as never)).toThrow(message)
})

test('it is what registerInstrumentations expects', () => {
  const instrumentation = new AcoroInstrumentation({ enabled: false })
  expect(instrumentation.instrumentationName).toBe('@acoro/opentelemetry')
  expect(instrumentation.instrumentationVersion).toMatch(/^\d+\.\d+\.\d+/)
  expect(instrumentation.getConfig().enabled).toBe(false)
  instrumentation.setConfig()
  instrumentation.disable()
})

test('disabled it tells no more, ends what is open, and the stores of others are kept as before', async () => {
  await using traced = new Traced()
  using loop = new VirtualLoop()
  const user = new AsyncLocalStorage<string>()
  const seen: (string | undefined)[] = []
  const nap = function* nap() {
    yield* sleep(10)
    seen.push(user.getStore())
  }
  await loop.runAsync(function* main() {
    const open = user.run('Ada', () => createTask(nap(), { name: 'open' }))
    yield* sleep(1)
    traced.instrumentation.disable()
    traced.instrumentation.disable()
    expect(traced.spans.map(({ attributes }) => attributes['acoro.task.name'])).toEqual(['open'])
    yield* user.run('Bob', () => createTask(nap(), { name: 'later' }))
    yield* open
  })
  expect(seen).toContain('Bob')
  expect(traced.spans).toHaveLength(1)
  traced.instrumentation.enable()
  loop.runSync(function* main() {
    yield* user.run('Eve', () => createTask(nap(), { name: 'again' }))
  })
  expect(seen.at(-1)).toBe('Eve')
  expect(traced.spans.at(-1)?.attributes['acoro.task.name']).toBe('again')
})

test('loops that are made later and end are forgotten', async () => {
  await using traced = new Traced()
  for (let n = 0; n < 200; n++) {
    using loop = new VirtualLoop()
    loop.runSync(function* main() {
      yield* createTask(sleep(1), { name: 'nap' })
    })
  }
  expect(traced.spans).toHaveLength(200)
})
