import { coroutine, createTask, gather, run, sleep, taskGroup, timeout } from '@acoro/core'
import { expect, test } from 'vitest'

const work = coroutine(function* work(name: string, ms: number) {
  yield* sleep(ms)
  return `done ${name} after ${ms} ms`
})

test('first program', async () => {
  const r = await run(function* main() {
    const [a, b] = yield* gather(work('a', 10), work('b', 20))
    return [a, b]
  })
  expect(r).toEqual(['done a after 10 ms', 'done b after 20 ms'])
})
test('timeout', async () => {
  await expect(
    run(function* main() {
      yield* timeout(10, function* () {
        yield* sleep(1000)
      })
    }),
  ).rejects.toThrow('Timed out')
})
test('group', async () => {
  await expect(
    run(function* main() {
      yield* taskGroup(function* (g) {
        g.createTask(sleep(1000))
        g.createTask(
          (function* () {
            throw new Error('boom')
          })(),
        )
        yield* sleep(500)
      })
    }),
  ).rejects.toThrow('unhandled errors')
})
