import {
  captureCallGraph,
  coroutine,
  createTask,
  Future,
  formatCallGraph,
  formatTasks,
  gather,
  getRunningLoop,
  newEventLoop,
  sleep,
  type Task,
  wait,
} from '@acoro/core'
import { atOnce, inSlices, mergedWaits, slicedCallGraph, slicedTasks, WaitQueue } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

const waiting = coroutine(function* waiting(on: Future<unknown>) {
  yield* on
})

const parked = coroutine(function* parked(queue: WaitQueue) {
  yield* queue.park()
})

const loopLines = (text: string) => text.replace(/Task-\d+/g, 'Task-N').split('\n')

describe('the tasks as text', () => {
  test('are the same in slices as at once', () => {
    let sliced = ''
    let whole = ''
    runVirtual(function* main() {
      const future = new Future<void>()
      for (let n = 0; n < 300; n++) createTask(waiting(future), { name: `${n}` })
      yield* sleep(1)
      const loop = getRunningLoop()
      whole = formatTasks({ loop })
      sliced = atOnce(slicedTasks({ loop }))
      future.setResult()
    })
    const own = (text: string) => text.split('\n').filter((line) => !line.includes(' at main '))
    expect(own(sliced)).toEqual(own(whole))
    expect(whole.split('\n').filter((line) => line.includes('waits for a future'))).toHaveLength(300)
  })

  test('leave out what ends between two slices', () => {
    runVirtual(function* main() {
      const [a, b] = [new Future<void>(), new Future<void>()]
      createTask(waiting(a), { name: 'a' })
      createTask(waiting(b), { name: 'b' })
      yield* sleep(1)
      const loop = getRunningLoop()
      const look = slicedTasks({ loop, limit: 0 })
      look.next()
      look.next()
      a.setResult()
      yield* sleep(1)
      expect(loopLines(atOnce(look))).toEqual(["'Task-N' is running", "'b' waits for a future"])
      b.setResult()
    })
  })

  test('name of the tasks behind one gather at most ten, once they were listed', () => {
    runVirtual(function* main() {
      const future = new Future<void>()
      const all = gather(
        Array.from({ length: 12 }, (_, n) => createTask(waiting(future), { name: `child ${n}` })),
      )
      createTask(waiting(all as never), { name: 'first' })
      createTask(waiting(all as never), { name: 'second' })
      yield* sleep(1)
      const lines = loopLines(formatTasks({ limit: 0 }))
      expect(lines.slice(0, 3)).toEqual([
        "'Task-N' is running",
        "'first' waits for gather of 12 (12 pending)",
        "  'child 0' waits for a future",
      ])
      expect(lines.slice(14)).toEqual([
        "'second' waits for gather of 12 (12 pending)",
        ...Array.from({ length: 10 }, (_, n) => `  'child ${n}' waits for a future`),
        '  … and others (see above)',
      ])
      future.setResult()
    })
  })

  test('are there though a wait list cannot tell its holders', () => {
    runVirtual(function* main() {
      const queue = new WaitQueue({
        describe: () => 'a turn',
        holders: () => {
          throw new Error('no holders')
        },
      })
      createTask(parked(queue), { name: 'waits' })
      yield* sleep(1)
      expect(loopLines(formatTasks({ limit: 0 }))).toEqual([
        "'Task-N' is running",
        "'waits' waits for a turn",
      ])
      expect(captureCallGraph()?.awaitedBy).toEqual([])
      queue.wakeAll()
    })
  })

  test('refuse options at the call, not at the first slice', () => {
    expect(() => slicedTasks({ limit: -1 })).toThrow(/slicedTasks\(\)/)
    expect(() => slicedCallGraph(5 as never)).toThrow('Expected a future or a task, got the number 5')
    expect(() => mergedWaits({ samples: 0.5 })).toThrow(/mergedWaits\(\)/)
    expect(() => mergedWaits({ loop: {} as never })).toThrow(TypeError)
  })

  test('come as a promise from inSlices, for a program that goes on meanwhile', async () => {
    const loop = newEventLoop()
    const tasks = Array.from({ length: 100 }, (_, n) => loop.createTask(sleep(1000), { name: `${n}` }))
    const text = inSlices(slicedTasks({ loop, limit: 0 }), { slice: 0 })
    expect((await text).split('\n')).toHaveLength(100)
    await loop.runUntilComplete(
      (function* () {
        for (const task of tasks) task.cancel()
        yield* wait(tasks)
      })(),
    )
    loop.close()
  })
})

describe('the call graph', () => {
  test('has a task that several ways lead to once, and is written in short there', () => {
    runVirtual(function* main() {
      const future = new Future<void>()
      const bottom = createTask(waiting(future), { name: 'bottom' })
      const left = createTask(waiting(bottom), { name: 'left' })
      const right = createTask(waiting(bottom), { name: 'right' })
      createTask(waiting(gather(left, right) as never), { name: 'top' })
      yield* sleep(1)
      const graph = captureCallGraph(bottom)
      const [viaLeft, viaRight] = graph?.awaitedBy ?? []
      expect(viaLeft?.awaitedBy.map(nameOf)).toEqual(['top'])
      expect(viaRight?.awaitedBy[0]).toBe(viaLeft?.awaitedBy[0])
      expect(formatCallGraph(bottom, { limit: 0 }).split('\n')).toEqual([
        "* Task(name='bottom')",
        '  + Awaited by:',
        "    * Task(name='left')",
        '      + Awaited by:',
        "        * Task(name='top')",
        "    * Task(name='right')",
        '      + Awaited by the same 1 as above',
      ])
      future.setResult()
    })
  })

  test('of what is held goes through the line of those who wait', () => {
    runVirtual(function* main() {
      const future = new Future<void>()
      const holder = createTask(waiting(future), { name: 'holder' })
      const queue = new WaitQueue({ holders: () => [holder] })
      createTask(parked(queue), { name: 'first' })
      createTask(parked(queue), { name: 'second' })
      yield* sleep(1)
      expect(captureCallGraph(holder)?.awaitedBy.map(nameOf)).toEqual(['first', 'second'])
      const place = queue.first as Future<unknown>
      expect(captureCallGraph(place)?.awaitedBy.map(nameOf)).toEqual(['first'])
      queue.wakeAll()
      future.setResult()
    })
  })

  test('of a circle ends where the circle closes, whatever way leads into it', () => {
    runVirtual(function* main() {
      const tasks: Task<unknown>[] = []
      const queues = [1, 2, 0].map(
        (n) => new WaitQueue({ holders: () => [tasks[n] as Task<unknown>, tasks[0] as Task<unknown>] }),
      )
      for (const [n, name] of ['a', 'b', 'c'].entries())
        tasks.push(createTask(parked(queues[n] as WaitQueue), { name }))
      yield* sleep(5)
      const seen: string[] = []
      const walk = (graph: ReturnType<typeof captureCallGraph>, depth: number) => {
        seen.push(`${depth} ${nameOf(graph as never)}`)
        for (const each of graph?.awaitedBy ?? []) walk(each, depth + 1)
      }
      walk(captureCallGraph(tasks[1]), 0)
      expect(seen).toEqual(['0 b', '1 a', '2 a', '2 b', '2 c', '3 b'])
      for (const queue of queues) queue.wakeAll()
    })
  })
})

describe('merged waits', () => {
  test('are a row for each sort of wait, with how many wait so and for how long', () => {
    runVirtual(function* main() {
      const line: WaitQueue = new WaitQueue({ describe: () => `Turn on printer (${line.size} waiting)` })
      for (let n = 0; n < 3; n++) {
        createTask(parked(line), { name: `p${n}` })
        yield* sleep(10)
      }
      for (let n = 0; n < 20; n++) createTask(sleep(100 + n))
      const task = createTask(sleep(500))
      const awaiting = coroutine(function* awaiting() {
        yield* task
      })
      createTask(awaiting())
      yield* sleep(5)
      const rows = atOnce(mergedWaits({ loop: getRunningLoop(), samples: 2, limit: 1 }))
      expect(
        rows.map(({ key, kind, count, waitedFor, samples }) => [key, kind, count, waitedFor, samples.length]),
      ).toEqual([
        ['sleep', 'timer', 21, 5, 2],
        ['Turn on printer', 'primitive', 3, 35, 2],
        ['a task of sleep', 'task', 1, 5, 1],
      ])
      const [first, second] = rows[1]?.samples ?? []
      expect([first?.name, second?.name]).toEqual(['p0', 'p1'])
      expect(first?.stack.map(({ name }) => name)).toEqual(['parked'])
      expect(rows[1]?.oldest).toBe(first?.number)
      expect(JSON.parse(JSON.stringify(rows[0]))).toMatchObject({ key: 'sleep', count: 21 })
      line.wakeAll()
    })
  })

  test('leave out tasks that are ready, and take texts and names that throw', () => {
    runVirtual(function* main() {
      const done = new Future<void>()
      createTask(waiting(done))
      const broken = new WaitQueue({
        describe: () => {
          throw new Error('no words')
        },
      })
      createTask(parked(broken))
      yield* sleep(1)
      done.setResult()
      expect(atOnce(mergedWaits({ samples: 0 })).map(({ key, count }) => [key, count])).toEqual([
        ['what cannot be described', 1],
      ])
      broken.wakeAll()
    })
  })
})

function nameOf({ future }: { future: Future<unknown> }): string {
  return (future as Task<unknown>).name
}
