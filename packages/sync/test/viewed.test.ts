import { createTask, Future, getRunningLoop, sleep } from '@acoro/core'
import {
  atOnce,
  livingPrimitives,
  type PrimitiveFacts,
  taskNumber,
  watchPrimitives,
} from '@acoro/core/lowlevel'
import { CapacityLimiter, Event, KeyedLock, Lock, openChannel, Queue, select } from '@acoro/sync'
import { describe, expect, test } from 'vitest'
import { play } from './support/virtual.ts'

const shown = () => atOnce(livingPrimitives())
const brief = ({ kind, name, waiting }: PrimitiveFacts) => `${kind} ${name} ${waiting}`

describe('viewers see the primitives', () => {
  test('that tasks wait for, though nobody looked before: most waiting first, with holder, sizes and age', () => {
    play(function* main() {
      yield* sleep(10)
      const lock = new Lock({ name: 'accounts' })
      const queue = new Queue<string>(0, { name: 'jobs' })
      const holder = createTask(
        (function* () {
          using _held = yield* lock.acquire()
          yield* sleep(1000)
        })(),
        { name: 'holder' },
      )
      const waiting = [1, 2, 3].map(() => createTask(lock.acquire()))
      yield* sleep(20)
      const getter = createTask(queue.get())
      yield* sleep(5)
      expect(shown()).toEqual([
        {
          number: expect.any(Number),
          kind: 'Lock',
          name: 'accounts',
          text: '<Lock accounts [locked, waiting:3]>',
          statistics: { locked: true, holder: 'holder', waiting: 3 },
          holders: [taskNumber(holder)],
          waiting: 3,
          waitedFor: 25,
          takenAt: 'unknown',
        },
        {
          number: expect.any(Number),
          kind: 'Queue',
          name: 'jobs',
          text: '<Queue jobs [0 items]>',
          statistics: {
            size: 0,
            maxsize: 'Infinity',
            unfinished: 0,
            getters: 1,
            putters: 0,
            joiners: 0,
            isShutdown: false,
          },
          holders: 'unknown',
          waiting: 1,
          waitedFor: 5,
          takenAt: 'unknown',
        },
      ])
      for (const task of [holder, getter, ...waiting]) task.cancel()
    })
  })

  test('in one row, whatever its tasks wait for in it, and each line of a select', () => {
    play(function* main() {
      const [sender, receiver] = openChannel<number>(1)
      const stop = new Event({ name: 'stop' })
      const tasks = [
        createTask(select({ next: receiver.receive(), stop: stop.wait() })),
        createTask(receiver.receive()),
        createTask(stop.wait()),
      ]
      yield* sleep(1)
      expect(shown().map(brief).toSorted()).toEqual(['Channel  2', 'Event stop 2'])
      for (const task of tasks) task.cancel()
      yield* sleep(1)
      sender.close()
    })
  })

  test('with the line where an owned lock was taken', () => {
    play(function* main() {
      const lock = new Lock({ owned: true })
      const taken = createTask(
        (function* taker() {
          using _held = yield* lock.acquire()
          yield* sleep(100)
        })(),
      )
      const waits = createTask(lock.acquire())
      yield* sleep(1)
      expect(shown()[0]?.takenAt).toMatch(/viewed\.test\.ts:\d+/)
      taken.cancel()
      waits.cancel()
    })
  })

  test('that nobody waits for only while somebody looks', () => {
    play(function* main() {
      const before = new Lock({ name: 'before' })
      expect(shown()).toEqual([])
      const stop = watchPrimitives()
      const other = watchPrimitives()
      const after = new Event({ name: 'after' })
      expect(shown().map(brief)).toEqual(['Event after 0'])
      yield* before.acquire()
      const waits = createTask(before.acquire())
      yield* sleep(1)
      before.release()
      yield* waits
      expect(shown().map(brief).toSorted()).toEqual(['Event after 0', 'Lock before 0'])
      expect(shown().map(({ holders }) => holders)).toContainEqual([taskNumber(waits)])
      stop()
      stop()
      expect(shown().length).toBe(2)
      other()
      expect(shown()).toEqual([])
      after.set()
    })
  })

  test('without values of the program: a list is shown by its length', () => {
    play(function* main() {
      const stop = watchPrimitives()
      const keyed = new KeyedLock<object>()
      const permit = yield* keyed.acquire({ secret: 1 })
      const queue = new Queue<string>()
      queue.putNowait('secret')
      const limiter = new CapacityLimiter(2)
      expect(JSON.stringify(shown())).not.toContain('secret')
      expect(shown().find(({ kind }) => kind === 'KeyedLock')?.statistics).toEqual({ keys: 1 })
      permit.release()
      stop()
      // eslint-disable-next-line @acoro/no-dropped-permit -- what waits is not looked at any more
      yield* limiter.acquire()
    })
  })

  test('also if what the program wrote throws, or has no end', () => {
    class Odd extends Lock {
      override statistics(): never {
        throw undefined
      }
      override toString(): string {
        throw new Error('no')
      }
      override get _kind(): string {
        return '<b>'.repeat(1000)
      }
    }
    play(function* main() {
      const stop = watchPrimitives()
      const odd = new Odd({ name: 'x'.repeat(1000) })
      const [facts] = shown() as [PrimitiveFacts]
      expect(facts).toMatchObject({ statistics: null, text: 'an Odd', waiting: 0, holders: 'unknown' })
      expect(facts.name).toBe('x'.repeat(1000))
      expect(facts.kind).toBe('<b>'.repeat(1000))
      stop()
      // eslint-disable-next-line @acoro/no-dropped-permit -- the lock ends with the program
      yield* odd.acquire()
    })
  })
})

test('a look is a generator: tasks that end between its slices are no trouble', () => {
  play(function* main() {
    const lock = new Lock()
    // eslint-disable-next-line @acoro/no-dropped-permit -- all have to wait
    yield* lock.acquire()
    const tasks = Array.from({ length: 500 }, () => createTask(lock.acquire()))
    yield* sleep(1)
    const look = livingPrimitives()
    for (let n = 0; n < 3; n++) look.next()
    for (const task of tasks.slice(0, 400)) task.cancel()
    yield* sleep(1)
    const more = createTask(lock.acquire())
    yield* sleep(1)
    const [facts] = atOnce(look)
    expect(facts?.waiting).toBe(101)
    expect(getRunningLoop().isRunning()).toBe(true)
    for (const task of [...tasks, more]) task.cancel()
    yield* new Future<void>().getLoop().createTask(sleep(0))
  })
})
