// Cancel scopes of core in every order of tasks.

import { cancelScope, createTask, currentTask, isCancelledError, sleep, taskGroup, wait } from '@acoro/core'
import { explore } from '@acoro/testing'
import { expect, test } from 'vitest'

test('in every order a cancelled scope lets no task wait on, and leaves no request behind', () => {
  const exploration = explore({ strategy: 'dfs', runs: 3000 }, function* () {
    const slept: string[] = []
    let cancelled = false
    function* stubborn(name: string) {
      for (const _ of [1, 2, 3]) {
        const before = cancelled
        try {
          yield* sleep(before ? 10 : 0)
          if (before) slept.push(name)
        } catch (error) {
          if (!isCancelledError(error)) throw error
        }
      }
    }
    const result = yield* cancelScope(function* (scope) {
      createTask(
        (function* () {
          cancelled = true
          scope.cancel()
        })(),
      )
      yield* taskGroup(function* (group) {
        group.createTask(stubborn('a'))
        group.createTask(stubborn('b'))
        yield* stubborn('body')
      })
      yield* sleep(1)
    })
    if (slept.length > 0) throw new Error(`${slept} waited in a cancelled scope`)
    if (!result.cancelled) throw new Error('the scope was not cancelled')
    if (currentTask()?.cancelling() !== 0) throw new Error('a request was left behind')
    yield* sleep(1)
  })
  expect(exploration.runs).toBeGreaterThan(10)
})

test('in every order a cancel of the task wins over that of its scope, unless the scope had ended before', () => {
  const exploration = explore({ strategy: 'dfs', runs: 3000 }, function* () {
    let left = false
    const task = createTask(
      (function* () {
        yield* cancelScope(function* (scope) {
          createTask(
            (function* () {
              scope.cancel()
            })(),
          )
          yield* sleep(10)
        })
        left = true
      })(),
    )
    yield* sleep(0)
    const before = left
    const accepted = task.cancel()
    yield* wait([task])
    if (accepted && !before && !task.cancelled()) throw new Error('the cancel of the task was swallowed')
  })
  expect(exploration.runs).toBeGreaterThan(2)
})
