import {
  coroutine,
  createTask,
  currentTask,
  Future,
  gather,
  getRunningLoop,
  sleep,
  type Task,
  TaskGroup,
  taskGroup,
} from '@acoro/core'
import { taskFacts, taskNumber, WaitQueue, waitingSince } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

const forever = coroutine(function* forever() {
  yield* new Future<void>()
})

function me(): Task<unknown> {
  return currentTask() as Task<unknown>
}

describe('the number of a task', () => {
  test('is the one in its name, and named tasks have negative ones that use up none of those', () => {
    runVirtual(function* main() {
      const first = createTask(sleep(1))
      const named = [createTask(sleep(1), { name: 'a' }), createTask(sleep(1), { name: 'a' })]
      const numbers = named.map(taskNumber)
      const second = createTask(sleep(1))
      expect(first.name).toBe(`Task-${taskNumber(first)}`)
      expect(taskNumber(second)).toBe(taskNumber(first) + 1)
      expect(numbers.every((number) => number < 0)).toBe(true)
      expect(new Set(numbers).size).toBe(2)
      expect(named.map((task) => task.name)).toEqual(['a', 'a'])
    })
  })

  test('stays when the task is renamed, and after its end', () => {
    runVirtual(function* main() {
      const [plain, named] = [createTask(sleep(1)), createTask(sleep(1), { name: 'old' })]
      const numbers = [plain, named].map(taskNumber)
      plain.name = 'plain'
      named.name = 'new'
      yield* gather(plain, named)
      expect([plain.name, named.name, taskNumber(plain), taskNumber(named)]).toEqual([
        'plain',
        'new',
        ...numbers,
      ])
    })
  })
})

describe('the facts of a task', () => {
  test('tell who made it, in which group, and what it waits for since when', () => {
    runVirtual(function* main() {
      yield* sleep(20)
      const group = new TaskGroup()
      yield* group.aenter()
      const child = group.createTask(sleep(50), { name: 'child' })
      const alone = createTask(forever())
      yield* sleep(10)
      expect(taskFacts(child)).toEqual({
        number: taskNumber(child),
        name: 'child',
        state: 'waiting',
        parent: taskNumber(me()),
        group: { number: expect.any(Number), kind: 'TaskGroup', owner: taskNumber(me()) },
        cancelling: 0,
        waits: { kind: 'timer', text: 'sleep until 70 ms', since: { from: 20, to: 29 } },
        wokenBy: 'unknown',
      })
      expect(taskFacts(alone)).toMatchObject({ parent: taskNumber(me()), group: null })
      alone.cancel()
      yield* group.aexit(undefined)
    })
  })

  test('know the parent of a task that a task makes, even if that is named only', () => {
    runVirtual(function* main() {
      const parents = yield* createTask(
        (function* () {
          const child = createTask(forever())
          yield* sleep(1)
          const facts = taskFacts(child)
          child.cancel()
          return [facts.parent, taskNumber(me())]
        })(),
        { name: 'maker' },
      )
      expect(parents[0]).toBe(parents[1])
      expect(parents[0]).toBeLessThan(0)
    })
  })

  test('say null for a task that no task made, and unknown for one that is done', () => {
    let made: Task<unknown> | undefined
    runVirtual(
      function* main() {
        yield* sleep(1)
        expect(taskFacts(made as Task<unknown>)).toMatchObject({ parent: null, state: 'waiting' })
        ;(made as Task<unknown>).cancel()
        yield* sleep(1)
        expect(taskFacts(made as Task<unknown>)).toMatchObject({
          parent: 'unknown',
          group: 'unknown',
          state: 'cancelled',
          waits: null,
        })
      },
      (loop) => {
        made = loop.createTask(forever())
      },
    )
  })

  test('name the sort of each wait', () => {
    runVirtual(function* main() {
      const target = createTask(forever())
      const line = new WaitQueue({ describe: () => 'a turn' })
      const bodies: [string, () => Generator][] = [
        [
          'task',
          function* () {
            yield* target
          },
        ],
        [
          'timer',
          function* () {
            yield* sleep(1000)
          },
        ],
        [
          'primitive',
          function* () {
            yield* line.park()
          },
        ],
        [
          'several',
          function* () {
            yield* gather(target, target)
          },
        ],
        [
          'several',
          function* () {
            yield* taskGroup(function* (group) {
              group.createTask(forever())
            })
          },
        ],
        [
          'future',
          function* () {
            yield* new Future<void>()
          },
        ],
      ]
      const tasks = bodies.map(([, body]) => createTask(body() as never) as Task<unknown>)
      yield* sleep(1)
      expect(tasks.map((task) => taskFacts(task).waits?.kind)).toEqual(bodies.map(([kind]) => kind))
      for (const task of [...tasks, target]) task.cancel()
    })
  })

  test('hold when what it waits for cannot be described', () => {
    class Broken extends Future<void> {
      override describe(): string {
        throw undefined
      }
      override _dependsOn(): never {
        throw new Error('no')
      }
    }
    runVirtual(function* main() {
      const broken = new Broken()
      const task = createTask(
        (function* () {
          yield* broken
        })(),
      )
      yield* sleep(1)
      expect(taskFacts(task).waits).toMatchObject({ kind: 'future', text: 'what cannot be described' })
      task.cancel()
    })
  })

  test('are refused for anything but a task, by name', () => {
    expect(() => taskFacts(5 as never)).toThrow('Expected a task, got the number 5')
  })
})

describe('since when a task waits', () => {
  test('is the last time that the loop has read before, and not later than the next', () => {
    runVirtual(function* main(): Generator<never> {} as never, () => {})
    runVirtual(function* main() {
      yield* sleep(100)
      const early = createTask(forever())
      yield* sleep(3)
      const late = createTask(forever())
      yield* sleep(500)
      expect([early, late].map((task) => waitingSince(task))).toEqual([
        { from: 100, to: 109 },
        { from: 103, to: 112 },
      ])
      expect(waitingSince(me())).toBeNull()
      early.cancel()
      late.cancel()
    })
  })

  test('covers a step that took long', () => {
    runVirtual(function* main() {
      yield* sleep(100)
      const host = (getRunningLoop() as unknown as { _host: { time: number } })._host
      const slow = createTask(
        (function* () {
          host.time += 5000
          yield* new Future<void>()
        })(),
      )
      yield* sleep(1)
      yield* sleep(100)
      expect(waitingSince(slow)).toEqual({ from: 100, to: 5100 })
      slow.cancel()
    })
  })

  test('is still right after weeks, and unknown after longer than is kept', () => {
    const day = 86_400_000
    runVirtual(function* main() {
      yield* sleep(1000)
      const old = createTask(forever())
      for (let n = 0; n < 30; n++) yield* sleep(day)
      const recent = createTask(forever())
      yield* sleep(day)
      expect(waitingSince(recent)).toEqual({ from: 1000 + 30 * day, to: 1009 + 30 * day })
      expect(waitingSince(old)?.from).toBe('unknown')
      expect(waitingSince(old)?.to).toBeLessThan(26 * day)
      old.cancel()
      recent.cancel()
    })
  })
})
