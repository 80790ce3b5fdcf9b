import { createTask, currentTask, getRunningLoop, newEventLoop, run, sleep, type Task } from '@acoro/core'
import { taskFacts } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'
import { runVirtual, type TestHost } from '../support/virtual.ts'

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

  test('are told how long each iteration took; one that throws is reported, and keeps nothing from going on', () => {
    const took: number[] = []
    const reports: unknown[] = []
    let host: TestHost
    const work = (ms: number) => () => {
      host.time += ms
    }
    runVirtual(
      function* main() {
        const loop = getRunningLoop()
        loop.setExceptionHandler((_loop, context) => void reports.push(context))
        const remove = loop.addHook({ loopIterated: (ms) => void took.push(ms) })
        loop.addHook({
          loopIterated() {
            throw new Error('bad hook')
          },
        })
        loop.callSoon(work(5))
        loop.callSoon(work(7))
        yield* sleep(0)
        yield* sleep(3)
        loop.callSoon(work(1))
        yield* sleep(0)
        yield* sleep(0)
        remove()
        yield* sleep(0)
      },
      (_loop, virtual) => {
        host = virtual
      },
    )
    // The iteration in which the hook was added had begun before. The end of a sleep takes two: its timer,
    // and the step that it wakes. In the last one the hook went.
    expect(took).toEqual([12, 0, 0, 1])
    expect(reports[0]).toEqual({
      message: "Exception in a hook's loopIterated()",
      exception: new Error('bad hook'),
    })
  })

  test('that want nothing of a step leave it alone, until one comes that does; one that goes in a step hears no more of it', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const loop = getRunningLoop()
      const forget = loop.addHook({ taskCreated: ({ name }) => void log.push(`created ${name}`) })
      yield* createTask(sleep(1), { name: 'a' })
      const remove = loop.addHook({
        taskStepped: ({ name }) => void log.push(`stepped ${name}`),
        taskSuspended: ({ name }) => void log.push(`suspended ${name}`),
        taskFinished: ({ name }) => void log.push(`finished ${name}`),
      })
      yield* createTask(sleep(1), { name: 'b' })
      yield* createTask(
        (function* () {
          remove()
          yield* sleep(0)
        })(),
        { name: 'c' },
      )
      forget()
      yield* createTask(sleep(1), { name: 'd' })
    })
    expect(log.map((line) => line.replace(/Task-\d+/, 'main'))).toEqual([
      'created a',
      'created b',
      // The step of main that added the hook had begun before it came.
      'stepped b',
      'suspended b',
      'stepped b',
      'finished b',
      'stepped main',
      'created c',
      'suspended main',
      'stepped c',
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

  test('are told what makes a task ready: another task, itself, a timer, a callback, the outside', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const loop = getRunningLoop()
      const future = loop.createFuture<void>()
      const later = loop.createFuture<void>()
      const waits = createTask(
        (function* () {
          yield* future
          yield* sleep(0)
          yield* sleep(1)
          yield* later
        })(),
        { name: 'waits' },
      )
      yield* sleep(0)
      const remove = loop.addHook({
        taskWoken(task, by) {
          if (task === waits) log.push(typeof by === 'string' ? by : by === task ? 'itself' : by.name)
        },
      })
      future.setResult()
      const waker = createTask(sleep(0), { name: 'waker' })
      yield* waker
      loop.callLater(5, () => later.setResult())
      yield* sleep(3)
      const { wokenBy } = taskFacts(waits)
      yield* waits
      remove()
      expect(wokenBy).toBe('timer')
      expect(log).toEqual([currentTask()?.name, 'itself', 'timer', 'callback'])
      expect(taskFacts(createTask(sleep(0))).wokenBy).toBe('unknown')
    })
  })

  test('of waking are told of promises as of the outside, and an error of theirs is reported', async () => {
    const log: unknown[] = []
    await run(function* main() {
      const loop = getRunningLoop()
      loop.setExceptionHandler((_, { message }) => log.push(message))
      const remove = loop.addHook({
        taskWoken(_, by) {
          log.push(by)
          throw undefined
        },
      })
      const future = loop.createFuture<void>()
      setImmediate(() => future.setResult())
      yield* future
      remove()
      yield* sleep(0)
    })
    expect(log).toEqual(['outside', "Exception in a hook's taskWoken()"])
  })

  test('are told by their type', () => {
    expect(() => newEventLoop().addHook(5 as never)).toThrow('Expected a hook object, got the number 5')
  })
})
