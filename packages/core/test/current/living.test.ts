import {
  coroutine,
  createTask,
  EventLoop,
  formatTasks,
  getRunningLoop,
  newEventLoop,
  run,
  sleep,
} from '@acoro/core'
import { addExamples, DefaultHost, livingExamples } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'
import '../../src/examples.ts'

const names = () => livingExamples().map((example) => example.constructor.name)

test('examples are made when a loop is idle for the first time, and no program meets them', async () => {
  let name = ''
  await run(function* main() {
    expect(livingExamples()).toEqual([])
    yield* sleep(0)
    expect(livingExamples()).toEqual([])
    // Not a timer of the loop: after a stop of the machine that may be due before the loop is ever idle.
    const later = getRunningLoop().createFuture<void>()
    setTimeout(() => later.setResult(undefined), 1)
    yield* later
    expect(names()).toEqual(
      expect.arrayContaining(['EventLoop', 'Task', 'Future', 'Frame', 'Pause', 'Sleep']),
    )
    // The example of a task has not taken a number.
    const task = createTask(sleep(0))
    name = task.name
    yield* task
    expect(formatTasks()).not.toContain('example')
  })
  expect(name).toBe('Task-2')

  const made = livingExamples().length
  await run(sleep(1))
  expect(livingExamples().length).toBe(made)
  expect(names().filter((each) => each === EventLoop.name)).toHaveLength(1)
})

test('examples are not made while a coroutine is driven by hand', async () => {
  // The clock goes on by more than the budget each time, so the loop lets the world in from where it is
  // woken.
  class FastHost extends DefaultHost {
    elapsed = 0
    override now(): number {
      this.elapsed += 10
      return this.elapsed
    }
  }
  const loop = newEventLoop({ host: new FastHost() })
  const done = loop.createFuture<void>()
  const running = loop.runUntilComplete(done)
  let isDriven = false
  let madeWhileDriven = 0
  let made = 0
  const wake = coroutine(function* wake() {
    isDriven = true
    addExamples(() => {
      made++
      if (isDriven) madeWhileDriven++
      return []
    })
    loop.callSoon(() => {})
    isDriven = false
    yield
  })
  for (let n = 0; n < 300; n++) {
    const coro = wake()
    coro.next()
    coro.close()
    // The loop sleeps again, in a microtask or after the world had its turn.
    while (made <= n) await new Promise((resolve) => setImmediate(resolve))
  }
  loop.callSoon(() => done.setResult())
  await running
  loop.close()
  expect(made).toBe(300)
  expect(madeWhileDriven).toBe(0)
})
