/**
 * What every executor promises, wherever it runs its functions.
 *
 * The tests run on a real loop, because a worker thread does not know virtual time. The factory supplies the
 * functions, because some executors accept only functions of a certain kind (`workerFunction`).
 */

import {
  type Awaitable,
  type EventLoop,
  type Executor,
  getRunningLoop,
  run,
  type Suspension,
} from '@acoro/core'
import { checkFunction } from '../base/checks.ts'
import { expectSame, type SuiteCase } from './suite-case.ts'

/** An executor and functions it can run. */
export interface SuiteExecutor {
  readonly executor: Executor
  /** Returns the sum. */
  readonly add: (a: number, b: number) => number
  /** Throws a RangeError with this message. */
  readonly fail: (message: string) => never
}

/** Tests for the executors that `makeExecutor` returns. Each test makes one, and shuts it down at its end. */
export function executorSuite(makeExecutor: (loop: EventLoop) => SuiteExecutor): SuiteCase[] {
  checkFunction(makeExecutor, 'a factory of executors')
  const using = (body: (given: SuiteExecutor) => Awaitable<void>) => () =>
    run(function* () {
      const given = makeExecutor(getRunningLoop())
      try {
        yield* body(given)
      } finally {
        yield* given.executor.shutdown()
      }
    })
  return [
    {
      name: 'runs a function with its arguments, and gives its result',
      run: using(function* ({ executor, add }) {
        expectSame(yield* getRunningLoop().runInExecutor(executor, add, 20, 22), 42, 'the result')
      }),
    },
    {
      name: 'gives the error of a function that throws',
      run: using(function* ({ executor, fail }) {
        const error = yield* failureOf(getRunningLoop().runInExecutor(executor, fail, 'on purpose'))
        expectSame([error.name, error.message], ['RangeError', 'on purpose'], 'the error')
      }),
    },
    {
      name: 'runs many jobs, each with its own result',
      run: using(function* ({ executor, add }) {
        const loop = getRunningLoop()
        const numbers = Array.from({ length: 20 }, (_, n) => n)
        const jobs = numbers.map((n) => loop.runInExecutor(executor, add, n, n))
        const sums: number[] = []
        for (const job of jobs) sums.push(yield* job)
        expectSame(
          sums,
          numbers.map((n) => 2 * n),
          'the results',
        )
      }),
    },
    {
      name: 'ends the jobs it has when it is shut down, and takes no more',
      run: using(function* ({ executor, add }) {
        const loop = getRunningLoop()
        const job = loop.runInExecutor(executor, add, 1, 2)
        yield* executor.shutdown()
        expectSame(yield* job, 3, 'the result of a job from before')
        let refused = 'nothing was thrown'
        try {
          executor.submit(add, 1, 2)
        } catch (error) {
          refused = (error as Error).name
        }
        expectSame(refused, 'RuntimeError', 'what submit() throws after shutdown')
      }),
    },
  ]
}

function* failureOf(awaitable: Awaitable<unknown>): Generator<Suspension, Error, unknown> {
  try {
    yield* awaitable
  } catch (error) {
    return error as Error
  }
  throw new Error('Expected the job to fail, and it did not')
}
