import { Future } from '@acoro/core'
import { mainTask } from '@acoro/core/lowlevel'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Execution, type Operation, program } from './support/random-program.ts'
import { Watch } from './support/watch.ts'

const RUNS = 300
/** Looking at every task before every handle captures thousands of stacks. */
const RUNS_LOOKED_AT = 20

/** Runs a program with `look` called before each handle, and ends the loop as `run` does. */
function execute(
  operations: Operation[][],
  look: (watch: Watch, execution: Execution | undefined) => void,
  setUp: (watch: Watch) => void = () => {},
) {
  const watch = new Watch()
  setUp(watch)
  let execution: Execution | undefined
  watch.beforeEach = () => look(watch, execution)
  const main = mainTask(watch.loop, function* main() {
    execution = new Execution()
    yield* execution.supervise(operations)
  })
  watch.run(main)
  if (execution === undefined) throw new Error('main has not begun')
  return { watch, execution, main }
}

/** Invariant: a future settles once. */
function refuseSecondOutcomes(): () => void {
  const finish = Future.prototype._finish
  Future.prototype._finish = function (status, outcome) {
    if (this.done()) throw new Error(`${this} settles a second time`)
    finish.call(this, status, outcome)
  }
  return () => {
    Future.prototype._finish = finish
  }
}

describe('a random program', () => {
  let restore: () => void
  beforeEach(() => {
    restore = refuseSecondOutcomes()
  })
  afterEach(() => restore())

  test('keeps the invariants of tasks between any two handles, and every task ends', {
    timeout: 20_000,
  }, () => {
    fc.assert(
      fc.property(program, (operations) => {
        const { watch, execution, main } = execute(operations, (watch, execution) => {
          watch.checkTasks()
          for (const timer of watch.liveTimers()) {
            const waited = watch.pending().some((task) => task._waitsFor === (timer as unknown))
            if (!waited && timer instanceof Future) throw new Error(`nobody waits for the timer of ${timer}`)
          }
          const handles = watch.liveTimers().filter((timer) => !(timer instanceof Future))
          if (handles.length > (execution?.deadlines ?? 0)) throw new Error('a timeout left its timer behind')
        })
        watch.checkTasks()
        main.result()
        expect(execution.faults).toEqual([])
        watch.checkQuiet()
        watch.loop.close()
      }),
      { numRuns: RUNS },
    )
  })

  test('does the same in debug mode, and under hooks', () => {
    const variants: ((watch: Watch) => void)[] = [
      (watch) => watch.loop.setDebug(true),
      (watch) => void watch.loop.addHook({ aroundStep: (_, step) => step(), taskSuspended() {} }),
    ]
    fc.assert(
      fc.property(program, (operations) => {
        const plain = execute(operations, () => {})
        for (const setUp of variants) {
          const { execution, watch } = execute(operations, () => {}, setUp)
          expect(execution.trace).toEqual(plain.execution.trace)
          watch.loop.close()
        }
        plain.watch.loop.close()
      }),
      { numRuns: RUNS / 3 },
    )
  })

  test('does the same whether or not it is looked at', () => {
    const { prepareStackTrace } = Error
    // Only whether asking changes anything is of interest here, and mapping the places is most of the time it
    // takes.
    Error.prepareStackTrace = String
    try {
      fc.assert(
        fc.property(program, (operations) => {
          const unseen = execute(operations, () => {})
          const seen = execute(operations, (watch) => {
            for (const task of watch.pending()) {
              String(task)
              task.getStack()
            }
          })
          expect(seen.execution.trace).toEqual(unseen.execution.trace)
          expect(seen.watch.reports).toEqual(unseen.watch.reports)
          for (const { watch } of [seen, unseen]) watch.loop.close()
        }),
        { numRuns: RUNS_LOOKED_AT },
      )
    } finally {
      Error.prepareStackTrace = prepareStackTrace
    }
  })
})
