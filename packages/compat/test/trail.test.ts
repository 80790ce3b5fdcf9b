import { coroutinify, fromCallback, fromPromise } from '@acoro/compat'
import { type Awaitable, coroutine, run } from '@acoro/core'
import { expect, test } from 'vitest'

const late = () => new Promise<void>((_, reject) => setImmediate(() => reject(new Error('late'))))
const load = coroutinify(async function load() {
  await late()
})

test.each<[string, () => Awaitable<unknown>]>([
  ['fromPromise of a promise', () => fromPromise(late())],
  ['fromPromise of a function', () => fromPromise(late)],
  ['fromCallback', () => fromCallback((_, reject) => void setImmediate(() => reject(new Error('late'))))],
  ['a function that was coroutinified', () => load()],
])('an error from %s lists the coroutine that awaited it', async (_, wait) => {
  const awaiting = coroutine(function* awaiting() {
    yield* wait()
  })
  const error = await run(function* main() {
    yield* awaiting()
  }).catch((error: Error) => error)
  const lines = ((error as Error).stack as string).split('\n').slice(-2)
  expect(lines).toEqual([
    expect.stringMatching(/^(?: {4}at async awaiting \(|async\*awaiting@).*trail\.test\.ts:\d+:\d+\)?$/),
    expect.stringMatching(/^(?: {4}at async main \(|async\*main@).*trail\.test\.ts:\d+:\d+\)?$/),
  ])
})
