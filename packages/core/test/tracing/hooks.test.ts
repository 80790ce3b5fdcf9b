import { createTask, getRunningLoop, newEventLoop, sleep, type Task } from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

describe('hooks', () => {
  test('see every step of every task, in the order they were added, until they are taken back', () => {
    const log: string[] = []
    const told = (what: string) => (task: Task<unknown>) => log.push(`${what} ${task.name}`)
    runVirtual(function* main() {
      const loop = getRunningLoop()
      const remove = loop.addHook({
        taskCreated: told('created'),
        taskStepped: told('stepped'),
        taskSuspended: told('suspended'),
        taskFinished: told('finished'),
      })
      const removeSecond = loop.addHook({ taskCreated: told('second') })
      yield* createTask(sleep(1), { name: 'a' })
      remove()
      removeSecond()
      yield* createTask(sleep(1), { name: 'unseen' })
    })
    expect(log.map((line) => line.replace(/Task-\d+/, 'main'))).toEqual([
      'created a',
      'second a',
      // The step of main that added the hook had begun before.
      'stepped a',
      'suspended a',
      'stepped a',
      'finished a',
      'stepped main',
    ])
  })

  test('may run steps in surroundings of their own', () => {
    const log: string[] = []
    let surroundings = 'none'
    runVirtual(function* main() {
      const remove = getRunningLoop().addHook({
        aroundStep(task, step) {
          surroundings = task.name
          step()
          surroundings = 'none'
        },
      })
      yield* createTask(
        (function* () {
          log.push(surroundings)
          yield* sleep(1)
          log.push(surroundings)
        })(),
        { name: 'inside' },
      )
      createTask(
        (function* () {
          log.push(`eagerly ${surroundings}`)
        })(),
        { name: 'eager', eager: true },
      )
      remove()
    })
    expect([...log, surroundings]).toEqual(['inside', 'inside', 'eagerly eager', 'none'])
  })

  test('are told by their type', () => {
    expect(() => newEventLoop().addHook(5 as never)).toThrow('Expected a hook object, got the number 5')
  })
})
