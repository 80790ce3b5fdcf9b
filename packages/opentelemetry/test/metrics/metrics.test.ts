// only on server: it needs what `node:async_hooks` has

import { channel } from 'node:diagnostics_channel'
import { fromPromise } from '@acoro/compat'
import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Lock, Queue } from '@acoro/sync'
import { VirtualLoop } from '@acoro/testing'
import { expect, test } from 'vitest'
import { Traced } from '../support/traced.ts'

const fails = coroutine(function* fails() {
  yield* sleep(1)
  throw new Error('lost')
})

test('tasks are counted by how they end, and those that live', async () => {
  await using traced = new Traced()
  using loop = new VirtualLoop()
  const told = await loop.runAsync(function* main() {
    const tasks = [createTask(fails()), createTask(sleep(1)), createTask(sleep(1000))]
    tasks[2]?.cancel()
    yield* gather(tasks, { returnExceptions: true })
    createTask(sleep(1e6))
    yield* sleep(0)
    return yield* fromPromise(traced.told())
  })
  expect(told).toMatchObject({
    'acoro.task.created {task}': [[{}, 5]],
    'acoro.task.finished {task}': [
      [{ 'acoro.task.outcome': 'returned' }, 1],
      [{ 'acoro.task.outcome': 'failed' }, 1],
      [{ 'acoro.task.outcome': 'cancelled' }, 1],
    ],
    'acoro.task.count {task}': [[{}, 2]],
  })
  expect(told['acoro.task.duration s']).toContainEqual([
    { 'acoro.task.outcome': 'failed', 'code.function.name': 'fails' },
    1,
  ])
})

test('queues with a name tell how full they are, and loops how late; blocks come from the console', async () => {
  await using traced = new Traced()
  using loop = new VirtualLoop()
  const mails = new Queue<number>(2, { name: 'mails' })
  const told = await loop.runAsync(function* main() {
    new Queue<number>(2)
    for (const n of [1, 2, 3, 4]) createTask(mails.put(n))
    yield* sleep(1)
    return traced.told()
  })
  channel('acoro:loop:blocked').publish({ ms: 250, task: 1, stack: [], noStack: null })
  channel('acoro:loop:blocked').publish({})
  const metrics = await told
  expect(metrics['acoro.queue.size {item}']).toEqual([[{ 'acoro.queue.name': 'mails' }, 2]])
  expect(metrics['acoro.queue.waiting {task}']).toEqual([[{ 'acoro.queue.name': 'mails' }, 2]])
  expect(metrics['acoro.loop.lag s']).toHaveLength(1)
  expect((await traced.told())['acoro.loop.blocked.duration s']).toEqual([[{}, 1]])
})

test('waits are told by their kind, and those for locks by the lock, if that was asked for', async () => {
  await using traced = new Traced({ waits: true })
  using loop = new VirtualLoop()
  const accounts = new Lock({ name: 'accounts' })
  function* holds() {
    using _held = yield* accounts.acquire()
    yield* sleep(10)
    yield* sleep(0)
  }
  await loop.runAsync(function* main() {
    yield* gather(createTask(holds()), createTask(holds()))
  })
  const told = await traced.told()
  expect(told['acoro.wait.duration s']).toEqual([
    [{ 'acoro.wait.kind': 'timer' }, 2],
    [{ 'acoro.wait.kind': 'primitive' }, 1],
    [{ 'acoro.wait.kind': 'several' }, 1],
  ])
  expect(told['acoro.lock.wait.duration s']).toEqual([[{ 'acoro.lock.name': 'accounts' }, 1]])
})

test('iterations of the loop are told, if that was asked for', async () => {
  await using traced = new Traced({ iterations: true })
  using loop = new VirtualLoop()
  await loop.runAsync(function* main() {
    yield* sleep(10)
    yield* sleep(0)
  })
  const told = await traced.told()
  // The first step, the timer and the step at 10 ms, the step after the pause, and the end of the run.
  expect(told['acoro.loop.iteration.duration s']).toEqual([[{}, 5]])
})
