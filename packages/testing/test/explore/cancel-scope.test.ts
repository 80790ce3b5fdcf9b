// Cancel scopes and groups of core in every order of tasks.

import {
  cancelScope,
  createTask,
  currentTask,
  isCancelledError,
  type Started,
  sleep,
  taskGroup,
  wait,
} from '@acoro/core'
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

test('in every order a start() that throws leaves no task, and one that returns leaves it in the group', () => {
  const exploration = explore({ strategy: 'dfs', runs: 3000 }, function* () {
    let running = 0
    let returned = false
    yield* taskGroup(function* (group) {
      const caller = createTask(
        (function* () {
          yield* group.start(function* (started: Started) {
            running++
            try {
              yield* sleep(0)
              started()
              yield* sleep(0)
              yield* sleep(1000)
            } finally {
              running--
            }
          })
          returned = true
          yield* sleep(0)
        })(),
      )
      createTask(
        (function* () {
          yield* sleep(0)
          caller.cancel()
        })(),
      )
      yield* wait([caller])
      if (running !== (returned ? 1 : 0)) throw new Error(`returned: ${returned}, running: ${running}`)
      group.cancel()
    })
  })
  expect(exploration.runs).toBeGreaterThan(3)
})

test('in every order a group never runs more tasks than its limit, and runs all of them but a cancelled one', () => {
  const exploration = explore({ strategy: 'dfs', runs: 3000 }, function* () {
    let [running, ended] = [0, 0]
    yield* taskGroup(
      function* (group) {
        const tasks = [0, 1, 2, 3].map(() =>
          group.createTask(
            (function* () {
              if (++running > 2) throw new Error('above the limit')
              try {
                yield* sleep(0)
                ended++
              } finally {
                running--
              }
            })(),
          ),
        )
        yield* sleep(0)
        tasks[2]?.cancel()
      },
      { limit: 2 },
    )
    if (ended < 3) throw new Error(`${ended} tasks ended`)
  })
  expect(exploration.runs).toBeGreaterThan(10)
})
