const { fromPromise } = require('@acoro/compat')
const { run, sleep } = require('@acoro/core')
const { Queue } = require('@acoro/sync')
const { virtual, VirtualLoop } = require('@acoro/testing')

test('a coroutine is awaited', async () => {
  expect(await run(() => sleep(1, 'done'))).toBe('done')
  expect(await run(() => fromPromise(Promise.resolve(1)))).toBe(1)
})

test('an hour passes at once', () => {
  expect(new VirtualLoop().runSync(() => sleep(3_600_000, 'an hour'))).toBe('an hour')
})

test(
  'a coroutine is a test',
  virtual(function* (loop) {
    const queue = new Queue(1)
    yield* queue.put('item')
    yield* sleep(1000)
    expect(queue.qsize()).toBe(1)
    expect(loop.time()).toBe(1000)
  }),
)
