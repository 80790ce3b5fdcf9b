import { createTask, EventLoop, formatTasks, run, sleep } from '@acoro/core'
import { livingExamples } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'

const names = () => livingExamples().map((example) => example.constructor.name)

test('examples are made when a loop is idle for the first time, and no program meets them', async () => {
  let name = ''
  await run(function* main() {
    expect(livingExamples()).toEqual([])
    yield* sleep(0)
    expect(livingExamples()).toEqual([])
    yield* sleep(1)
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
