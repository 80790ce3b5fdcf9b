import {
  captureCallGraph,
  coroutine,
  createTask,
  DeadlockError,
  Future,
  formatCallGraph,
  formatTasks,
  gather,
  getRunningLoop,
  newEventLoop,
  printCallGraph,
  printTasks,
  shield,
  sleep,
  type Task,
  taskGroup,
  wait,
} from '@acoro/core'
import { deadlockError, trackExternal, WaitQueue } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'
import { drive, runVirtual, TestHost } from '../support/virtual.ts'

const forever = coroutine(function* forever(on: Future<void>) {
  yield* on
})

/** Files and numbers out of a report, so that only its shape is left. */
const shape = (text: string) =>
  text.replace(/ \([^()]*call-graph\.test\.ts:\d+:\d+\)/g, ' (here)').replace(/Task-\d+/g, 'Task-N')

describe('the call graph', () => {
  test('goes up from a task to all that await it, through gather, shield, wait and groups', () => {
    runVirtual(function* main() {
      const future = new Future<void>()
      const leaf = createTask(forever(future), { name: 'leaf' })
      const through = (
        name: string,
        body: () => Generator<Future<unknown> | undefined, unknown, unknown>,
      ) => {
        const task = createTask(body(), { name })
        return task
      }
      through('gatherer', function* gatherer() {
        yield* gather(leaf, sleep(100))
      })
      through('shielder', function* shielder() {
        yield* shield(leaf)
      })
      through('waiter', function* waiter() {
        yield* wait([leaf])
      })
      const grouper = through('grouper', function* grouper() {
        yield* taskGroup(function* (group) {
          group.createTask(forever(future), { name: 'grouped' })
        })
      })
      yield* sleep(1)
      const graph = captureCallGraph(leaf)
      expect(graph?.awaitedBy.map(({ future: by }) => (by as Task<unknown>).name)).toEqual([
        'gatherer',
        'shielder',
        'waiter',
      ])
      expect(graph?.callStack.map((frame) => frame.name)).toEqual(['forever'])
      expect(shape(formatCallGraph(leaf, { limit: 1 }))).toBe(
        [
          "* Task(name='leaf')",
          '  + Call stack:',
          '  |   at forever (here)',
          '  + Awaited by:',
          "    * Task(name='gatherer')",
          '      + Call stack:',
          '      |   at gatherer (here)',
          "    * Task(name='shielder')",
          '      + Call stack:',
          '      |   at shielder (here)',
          "    * Task(name='waiter')",
          '      + Call stack:',
          expect.anything(),
        ]
          .slice(0, 12)
          .concat(
            shape(formatCallGraph(leaf, { limit: 1 }))
              .split('\n')
              .slice(12),
          )
          .join('\n'),
      )
      expect(
        formatTasks({ limit: 0 })
          .split('\n')
          .map((line) => line.replace(/Task-\d+/, 'Task-N')),
      ).toEqual([
        "'Task-N' is running",
        "'gatherer' waits for gather of 2 (2 pending)",
        "  'leaf' waits for a future",
        "  'Task-N' waits for sleep until 100 ms",
        "'shielder' waits for shield (1 pending)",
        "  'leaf' waits for a future",
        "'waiter' waits for wait for ALL_COMPLETED (1 pending)",
        "  'leaf' waits for a future",
        "'grouper' waits for the tasks of a TaskGroup (1 pending)",
        "  'grouped' waits for a future",
      ])
      expect(captureCallGraph()?.callStack.map((frame) => frame.name)).toEqual(['main'])
      const printed: string[] = []
      printTasks({ write: (text) => printed.push(text), loop: getRunningLoop() })
      printCallGraph(grouper, { write: (text) => printed.push(text) })
      expect(printed[0]).toContain("'leaf' waits for a future")
      expect(printed[1]).toContain("Task(name='grouper')")
      future.setResult()
    })
    expect(captureCallGraph()).toBeNull()
    expect(formatCallGraph()).toBe('')
    expect(() => captureCallGraph(5 as never)).toThrow('Expected a future or a task, got the number 5')
  })
})

/** Two tasks, each of which holds what the other waits for. */
const circle = function* main() {
  const holders = new Map<string, Task<unknown>>()
  const lock = (name: string): WaitQueue =>
    new WaitQueue({
      describe: () => `${name} (held by '${holders.get(name)?.name}')`,
      holders: () => [holders.get(name) as Task<unknown>],
    })
  const [a, b] = [lock('lock a'), lock('lock b')]
  const taking = coroutine(function* taking(queue: WaitQueue) {
    yield* queue.park()
  })
  const first = createTask(taking(b), { name: 'first' })
  const second = createTask(taking(a), { name: 'second' })
  holders.set('lock a', first).set('lock b', second)
  yield* gather(first, second)
}

describe('a deadlock', () => {
  test('names each task, what it waits for, who holds that, where it stands, and the circle', () => {
    const stuck = (() => {
      try {
        runVirtual(circle)
      } catch (error) {
        return error
      }
      return undefined
    })()
    expect(stuck).toBeInstanceOf(DeadlockError)
    expect(shape(String(stuck))).toBe(
      [
        'DeadlockError: deadlock at 0 ms: 3 tasks wait for what nothing will finish',
        "  'Task-N' waits for gather of 2 (2 pending)",
        '      at main (here)',
        "  'first' waits for lock b (held by 'second')",
        '      at taking (here)',
        "  'second' waits for lock a (held by 'first')",
        '      at taking (here)',
        "  in a circle: 'first' → 'second' → 'first'",
      ].join('\n'),
    )
  })

  test('ends a run on a host that has nothing left, but not while something outside may wake it', async () => {
    const host = new TestHost()
    const loop = newEventLoop({ host })
    const future = loop.createFuture<string>()
    const outside = trackExternal(loop, 'a promise')
    const result = loop.runUntilComplete(future)
    drive(loop, host)
    expect(loop.isRunning()).toBe(true)
    outside.end()
    drive(loop, host)
    expect(loop.isRunning()).toBe(false)
    await expect(result).rejects.toThrow('deadlock at 0 ms: 0 tasks wait for what nothing will finish')
    expect(host.drained.size).toBe(0)
  })

  test('names a circle of tasks that await one another in the order of their waits, each once', () => {
    const circleOf = (...names: string[]) => {
      const tasks: Task<void>[] = []
      const next = coroutine(function* next(
        i: number,
      ): Generator<Future<unknown> | undefined, void, unknown> {
        yield* gather(shield(tasks[i % names.length] as Task<void>))
      })
      const stuck = (() => {
        try {
          runVirtual(function* main() {
            // Outside of the circle, and before it.
            const outside = createTask(next(0), { name: 'outside' })
            names.forEach((name, i) => {
              tasks.push(createTask(next(i + 1), { name }))
            })
            yield* outside
          })
        } catch (error) {
          return String(error)
        }
        return 'no deadlock'
      })()
      return stuck.split('\n').at(-1)
    }
    expect(circleOf('ping', 'pong')).toBe("  in a circle: 'ping' → 'pong' → 'ping'")
    expect(circleOf('a', 'b', 'c')).toBe("  in a circle: 'a' → 'b' → 'c' → 'a'")
    const many = circleOf(...Array.from({ length: 30 }, (_, n) => String(n)))
    expect(many).toContain("'18' → … → '0'")
  })

  test('says of a task that was cancelled, and waits in its clean-up, that it was', () => {
    let report = ''
    try {
      runVirtual(function* main() {
        const cleaning = createTask(
          (function* cleaning() {
            try {
              yield* sleep(1000)
            } finally {
              yield* new Future<void>()
            }
          })(),
          { name: 'worker' },
        )
        yield* sleep(1)
        cleaning.cancel()
        yield* cleaning
      })
    } catch (error) {
      report = String(error)
    }
    expect(report).toContain("'worker' (cancelled) waits for a future\n")
  })

  test('of 10,000 tasks in a circle is found, and so is their tree, without a stack of that depth', () => {
    const length = 10_000
    const tasks: Task<void>[] = []
    const queue = (n: number) => new WaitQueue({ holders: () => [tasks[(n + 1) % length] as Task<void>] })
    const queues = Array.from({ length }, (_, n) => queue(n))
    const parked = coroutine(function* parked(n: number) {
      yield* (queues[n] as WaitQueue).park()
    })
    runVirtual(function* main() {
      for (let n = 0; n < length; n++) tasks.push(createTask(parked(n), { name: `${n}` }))
      yield* sleep(1)
      const lines = formatTasks({ limit: 0 }).split('\n')
      expect(lines).toHaveLength(length + 2)
      expect(lines.at(-1)).toBe(`${' '.repeat(48)}'0' (a circle: see above)`)
      expect(formatCallGraph(tasks[5], { limit: 0 }).split('\n')).toHaveLength(2 * length + 1)
      expect(String(deadlockError(getRunningLoop()))).toContain("in a circle: '0' → '1' → ")
      for (const each of queues) each.wakeAll()
    })
  })

  test('is told though a wait cannot describe itself', () => {
    expect(() =>
      runVirtual(function* main() {
        yield* new WaitQueue({
          describe: () => {
            throw new Error('no words')
          },
        }).park()
      }),
    ).toThrow(/waits for what cannot be described\n/)
  })

  test('shows a circle of tasks that await one another as one', () => {
    runVirtual(function* main() {
      const tasks: Task<void>[] = []
      const next = coroutine(function* next(
        i: number,
      ): Generator<Future<unknown> | undefined, void, unknown> {
        yield* sleep(1)
        yield* tasks[i] as Task<void>
      })
      tasks.push(createTask(next(1), { name: 'one' }), createTask(next(0), { name: 'two' }))
      yield* sleep(5)
      expect(formatTasks({ limit: 0 }).split('\n').slice(1)).toEqual([
        "'one' waits for task 'two'",
        "  'two' waits for task 'one'",
        "    'one' (a circle: see above)",
      ])
      const graph = captureCallGraph(tasks[0])
      expect(graph?.awaitedBy[0]?.awaitedBy[0]?.awaitedBy).toEqual([])
      for (const task of tasks) task.cancel()
    })
  })
})
