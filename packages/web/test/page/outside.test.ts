// only on server: elsewhere there is a page

// What belongs to pages, where there is no page, and wrong arguments.

import { currentTask, run, sleep } from '@acoro/core'
import { frame, idle, LatestTask, visible } from '@acoro/web/page'
import { describe, expect, test } from 'vitest'
import { signalled } from '../support/serving.ts'
import { failure, type Steps } from '../support/virtual.ts'

test('idle() is the next timer where there is no requestIdleCallback', async () => {
  expect(await run(() => idle()).then((time) => [time.didTimeout, time.timeRemaining()])).toEqual([false, 0])
})

test.each([
  [
    'frame',
    frame,
    'RuntimeError: Expected requestAnimationFrame, which only pages have: this runs elsewhere',
  ],
  ['visible', visible, 'RuntimeError: Expected a document, which only pages have: this runs elsewhere'],
  [
    'visible(element)',
    () => visible({ nodeType: 1 }),
    'RuntimeError: Expected IntersectionObserver, which only pages have: this runs elsewhere',
  ],
])('%s says that there is no page', async (_name, wait, message) => {
  expect(String(await run(() => failure(wait() as never)))).toBe(message)
})

describe('LatestTask', () => {
  test('a function that returns no coroutine fails, by name', async () => {
    const { promise, fire } = signalled<unknown>()
    const latest = new LatestTask(({ status, error }) => {
      if (status === 'failed') fire(error)
    })
    latest.start((async () => {}) as never)
    expect(String(await promise)).toMatch(
      /^TypeError: Expected .* to return a coroutine, got .*: write it as function\*$/,
    )
  })

  test('a task that somebody else cancels is idle; `undefined` thrown is a failure', async () => {
    const states: string[] = []
    await run(function* (): Steps {
      const latest = new LatestTask(({ status }) => states.push(status))
      latest.start(function* () {
        throw undefined
      })
      yield* sleep(1)
      latest.start(function* () {
        currentTask()?.cancel()
        yield* sleep(1)
      })
      yield* sleep(1)
    })
    expect(states).toEqual(['running', 'failed', 'running', 'idle'])
  })

  test.each([
    [() => new LatestTask(5 as never), 'Expected a function to call with each state, got the number 5'],
    [
      () => new LatestTask(() => {}, { waits: 1 as never }),
      'Expected the option waits of LatestTask() to be true or false, got the number 1',
    ],
    [() => new LatestTask(() => {}).start(5 as never), 'Expected a coroutine function, got the number 5'],
    [() => visible('#id' as never), 'Expected an element of the page, got the string "#id"'],
    [
      () => idle({ timeout: Number.NaN }),
      'Expected the option timeout of idle() in milliseconds, a number, got NaN',
    ],
  ])('wrong arguments fail at the call: %s', (call, message) => {
    expect(call).toThrow(message)
  })
})
