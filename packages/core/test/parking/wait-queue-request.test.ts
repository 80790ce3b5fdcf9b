import { createTask, run } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'

test('what the one who waits asks for can be read off its place, in order', async () => {
  const queue = new WaitQueue<string, number>()
  const log: unknown[] = []
  function* waiter(request: number) {
    log.push(yield* queue.park(request))
  }
  await run(function* main() {
    const tasks = [createTask(waiter(3)), createTask(waiter(1))]
    yield undefined
    expect([...queue].map((parked) => parked.request)).toEqual([3, 1])
    for (const word of ['first', 'second']) {
      log.push(queue.first?.request)
      queue.wakeOne(word)
    }
    expect(queue.first).toBeUndefined()
    for (const task of tasks) yield* task
  })
  expect(log).toEqual([3, 1, 'first', 'second'])
})
