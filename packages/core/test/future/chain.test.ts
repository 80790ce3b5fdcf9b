import { type Future, newEventLoop } from '@acoro/core'
import { expect, test } from 'vitest'

/** Lets promises, and nothing but promises, have their turns: a circle would go round in them for ever. */
const settled = async (promise: PromiseLike<unknown>) => {
  let outcome = 'still pending'
  void Promise.resolve(promise).then(
    (value) => {
      outcome = String(value)
    },
    (error) => {
      outcome = String(error)
    },
  )
  await new Promise((resolve) => setImmediate(resolve))
  return outcome
}

test('a promise of a future goes on to the result of the future that is its result', async () => {
  const loop = newEventLoop()
  const [outer, middle, inner] = [1, 2, 3].map(() => loop.createFuture<unknown>()) as [
    Future<unknown>,
    Future<unknown>,
    Future<unknown>,
  ]
  outer.setResult(middle)
  middle.setResult(inner)
  inner.setException(new Error('at the end'))
  expect(await settled(outer)).toBe('Error: at the end')
  // Of 20,000 links, too, and each is looked at once.
  let chain = loop.createFuture<unknown>()
  chain.setResult('the first')
  for (let n = 0; n < 20_000; n++) {
    const next = loop.createFuture<unknown>()
    next.setResult(chain)
    chain = next
  }
  expect(await settled(chain)).toBe('the first')
  loop.close()
})

test('a promise of a future that is its own result is refused, as of a promise that is', async () => {
  const loop = newEventLoop()
  const running = loop.runForever()
  const [one, two, late] = [1, 2, 3].map(() => loop.createFuture<unknown>()) as [
    Future<unknown>,
    Future<unknown>,
    Future<unknown>,
  ]
  one.setResult(one)
  const refused =
    'TypeError: Chaining cycle detected: the result of a future leads back to itself, and a promise of it would never settle'
  expect(await settled(one)).toBe(refused)
  two.setResult(late)
  const early = settled(two)
  late.setResult(two)
  expect(await early).toBe(refused)
  expect(await settled(two)).toBe(refused)
  loop.stop()
  await running
  loop.close()
})
