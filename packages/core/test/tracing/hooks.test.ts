import { createTask, getRunningLoop, newEventLoop, run, sleep, type Task } from '@acoro/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
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

describe('a dump of all tasks', () => {
  afterEach(() => vi.unstubAllEnvs())

  test('is printed on SIGUSR2, and on Ctrl-C where ACORO_DUMP=1', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const waiting = function* waiting() {
      createTask(sleep(60_000), { name: 'sleeper' })
      yield* sleep(0)
      process.emit('SIGUSR2')
      expect(printed.mock.calls.flat().join('\n')).toMatch(/'sleeper' waits for sleep until \d/)
      printed.mockClear()
      process.emit('SIGINT')
      yield* sleep(60_000)
    }
    await expect(run(waiting)).rejects.toThrow('interrupted by SIGINT')
    expect(printed).not.toHaveBeenCalled()
    vi.stubEnv('ACORO_DUMP', '1')
    await expect(run(waiting)).rejects.toThrow('interrupted by SIGINT')
    expect(printed.mock.calls.flat().join('\n')).toContain("'sleeper' waits for")
    printed.mockRestore()
    expect(process.listenerCount('SIGUSR2')).toBe(0)
  })
})
