// What every executor promises, whatever it runs jobs on. It is made for the running loop and runs one job at
// a time.

import {
  CancelledError,
  type Coroutine,
  coroutine,
  type EventLoop,
  type Executor,
  getRunningLoop,
  run,
  sleep,
  toThread,
} from '@acoro/core'
import { externalsOf } from '@acoro/core/lowlevel'
import { describe, expect, it } from 'vitest'
import { jobs, makeNotes } from '../support.ts'

export function executorSuite(name: string, makeExecutor: (loop: EventLoop) => Executor): void {
  /** Runs `body` with an executor that is shut down at the end of the run. */
  const withExecutor = <T>(
    body: (executor: Executor, loop: EventLoop) => Generator<never, T> | Coroutine<T>,
  ) =>
    run(function* main() {
      const loop = getRunningLoop()
      const executor = makeExecutor(loop)
      loop.setDefaultExecutor(executor)
      return yield* body(executor, loop)
    })

  describe(name, () => {
    it('gives what the function returns', async () => {
      const result = await withExecutor(
        coroutine(function* (executor, loop) {
          return yield* loop.runInExecutor(executor, jobs.add, 1, 2)
        }),
      )
      expect(result).toBe(3)
    })

    it('waits for the promise of an async function', async () => {
      const result = await withExecutor(
        coroutine(function* (executor, loop) {
          return yield* loop.runInExecutor(executor, jobs.addLater, 1, 2)
        }),
      )
      expect(result).toBe(3)
    })

    it('throws what the function throws', async () => {
      const failing = withExecutor(
        coroutine(function* (executor, loop) {
          yield* loop.runInExecutor(executor, jobs.failWithTypeError)
        }),
      )
      await expect(failing).rejects.toThrow(new TypeError('no such thing'))
    })

    it('is what toThread uses where it is the default', async () => {
      const result = await withExecutor(
        coroutine(function* () {
          return yield* toThread(jobs.add, 3, 4)
        }),
      )
      expect(result).toBe(7)
    })

    it('begins jobs in the order they were given', async () => {
      using notes = makeNotes()
      await withExecutor(
        coroutine(function* (executor, loop) {
          const futures = [3, 1, 2].map((index) =>
            loop.runInExecutor(executor, jobs.write, notes.file, index),
          )
          for (const future of futures) yield* future
        }),
      )
      expect(notes.read()).toEqual([3, 1, 2])
    })

    it('never begins a job that was cancelled before', async () => {
      using notes = makeNotes()
      await withExecutor(
        coroutine(function* (executor, loop) {
          const first = loop.runInExecutor(executor, jobs.write, notes.file, 1)
          const second = loop.runInExecutor(executor, jobs.write, notes.file, 2)
          const third = loop.runInExecutor(executor, jobs.write, notes.file, 3)
          expect(second.cancel()).toBe(true)
          yield* first
          yield* third
        }),
      )
      expect(notes.read()).toEqual([1, 3])
    })

    it('tells a job that was cancelled by CancelledError, and cancels it once', async () => {
      const seen = await withExecutor(
        coroutine(function* (executor) {
          executor.submit(jobs.add, 1, 1)
          const job = executor.submit(jobs.add, 1, 2)
          const errors: unknown[] = []
          job.onDone(
            () => errors.push('a result'),
            (error) => errors.push(error),
          )
          const answers = [job.cancel(), job.cancel()]
          yield* sleep(0)
          return { errors, answers }
        }),
      )
      expect(seen.errors).toEqual([expect.any(CancelledError)])
      expect(seen.answers).toEqual([true, false])
    })

    it('cancelling a job that has ended is too late', async () => {
      const late = await withExecutor(
        coroutine(function* (executor, loop) {
          const future = loop.createFuture<number>()
          const job = executor.submit(jobs.add, 1, 2)
          job.onDone(
            (value) => future.setResult(value),
            (error) => future.setException(error),
          )
          yield* future
          return job.cancel()
        }),
      )
      expect(late).toBe(false)
    })

    it('the loop knows of a job for as long as it is under way', async () => {
      const counts = await withExecutor(
        coroutine(function* (executor, loop) {
          const future = loop.runInExecutor(executor, jobs.add, 1, 2)
          const [external] = externalsOf(loop)
          yield* future
          return [external?.what, external?.transient, externalsOf(loop).size]
        }),
      )
      expect(counts).toEqual(['add in an executor', true, 0])
    })

    it('refuses a job after shutdown', async () => {
      await withExecutor(
        coroutine(function* (executor, loop) {
          yield* executor.shutdown()
          expect(() => loop.runInExecutor(executor, jobs.add, 1, 2)).toThrow(
            /^cannot submit a job after shutdown of /,
          )
        }),
      )
    })

    it('shutdown waits for the jobs it has, also those that have not begun', async () => {
      const done = await withExecutor(
        coroutine(function* (executor, loop) {
          const futures = [1, 2, 3].map((n) => loop.runInExecutor(executor, jobs.add, n, n))
          yield* executor.shutdown()
          yield* sleep(0)
          return futures.map((future) => future.done() && future.result())
        }),
      )
      expect(done).toEqual([2, 4, 6])
    })

    it('shutdown without waiting returns at once, and the jobs are done all the same', async () => {
      const seen = await withExecutor(
        coroutine(function* (executor, loop) {
          const future = loop.runInExecutor(executor, jobs.add, 1, 2)
          yield* executor.shutdown({ wait: false })
          const before = future.done()
          return [before, yield* future]
        }),
      )
      expect(seen).toEqual([false, 3])
    })

    it('shutdown drops what has not begun where it is told to', async () => {
      using notes = makeNotes()
      await withExecutor(
        coroutine(function* (executor, loop) {
          const futures = [1, 2, 3].map((index) =>
            loop.runInExecutor(executor, jobs.write, notes.file, index),
          )
          yield* executor.shutdown({ cancelPending: true })
          expect(futures.slice(1).map((future) => future.cancelled())).toEqual([true, true])
        }),
      )
      expect(notes.read().filter((index) => index > 1)).toEqual([])
    })

    it('shutdown a second time changes nothing', async () => {
      await withExecutor(
        coroutine(function* (executor, loop) {
          const future = loop.runInExecutor(executor, jobs.add, 1, 2)
          yield* executor.shutdown()
          yield* executor.shutdown()
          expect(future.result()).toBe(3)
        }),
      )
    })

    it('refuses what is no function and what is a coroutine function', async () => {
      await withExecutor(
        coroutine(function* (executor, loop) {
          expect(() => loop.runInExecutor(executor, 'add' as never)).toThrow(
            'Expected a function to run in the executor, got the string "add"',
          )
          const work = coroutine(function* work() {})
          expect(() => loop.runInExecutor(executor, work)).toThrow(
            'Expected a plain function to run in the executor, got the coroutine function work: await it instead',
          )
        }),
      )
    })
  })
}
