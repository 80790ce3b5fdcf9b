import {
  type CoroutineGenerator,
  createTask,
  type Future,
  isCancelledError,
  sleep,
  type Task,
} from '@acoro/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Watch } from '../support/watch.ts'

/** What the one who cancels may do between two steps of the others. */
type Action = { do: 'cancel' | 'uncancel' | 'resolve' | 'wait'; target: number }

const WORKERS = 3

const action: fc.Arbitrary<Action> = fc.record({
  do: fc.constantFrom('cancel', 'cancel', 'uncancel', 'resolve', 'wait', 'wait'),
  target: fc.nat(WORKERS - 1),
})
/**
 * What each worker does, one after the other: waits for time, its future, or only its next turn, or cancels
 * itself.
 */
const waits = fc.array(fc.array(fc.constantFrom('time', 'future', 'turn', 'cancel'), { maxLength: 6 }), {
  minLength: WORKERS,
  maxLength: WORKERS,
})

/** What is known of one worker, and what has to come next. */
class Worker {
  task: Task<void> | undefined
  future: Future<void>
  /** Requests that were neither taken back nor forgotten: what `cancelling()` has to be. */
  requests = 0
  /** A cancel reached what the worker waits for: it will be thrown, whatever comes. */
  thrown = false
  /** A cancel waits for the next step: it will be thrown unless it is taken back. */
  requested = false
  /** It cancelled itself and had no wait left. */
  endsCancelled = false
  log: string[] = []
  readonly #watch: Watch

  constructor(watch: Watch) {
    this.#watch = watch
    this.future = watch.loop.createFuture<void>()
  }

  *run(kinds: string[]): CoroutineGenerator<void> {
    // A cancel before the first step never gets here.
    this.log.push(this.requested ? 'began in spite of a cancel' : 'began')
    for (const kind of kinds) {
      if (kind === 'cancel') {
        this.apply('cancel')
        continue
      }
      let seen = 'nothing'
      try {
        if (kind === 'time') yield* sleep(2)
        else if (kind === 'turn') yield* sleep(0)
        else {
          if (this.future.done()) this.future = this.#watch.loop.createFuture<void>()
          yield* this.future
        }
      } catch (error) {
        seen = isCancelledError(error) ? 'cancelled' : String(error)
      }
      const expected = this.thrown || this.requested ? 'cancelled' : 'nothing'
      this.log.push(seen === expected ? 'as expected' : `${kind}: expected ${expected}, saw ${seen}`)
      this.thrown = false
      this.requested = false
    }
    this.endsCancelled = this.requested
  }

  apply(action: Action['do']): void {
    const task = this.task as Task<void>
    const waitsFor = task._waitsFor as Future<unknown> | null
    switch (action) {
      case 'cancel': {
        const wasDone = task.done()
        const accepted = task.cancel()
        if (accepted === wasDone) this.log.push(`cancel gave ${accepted}`)
        if (!accepted) return
        this.requests++
        if (waitsFor !== null && !this.thrown && !this.requested && waitsFor.cancelled()) this.thrown = true
        else if (!this.thrown) this.requested = true
        return
      }
      case 'uncancel':
        // What the worker waits for may be cancelled already, by its own request: then it is too late.
        if (this.requests > 0 && --this.requests === 0 && waitsFor?.cancelled() !== true)
          this.requested = false
        if (task.uncancel() !== this.requests) this.log.push('uncancel miscounted')
        return
      case 'resolve':
        if (!this.future.done()) this.future.setResult()
    }
  }
}

describe('a cancellation', () => {
  test('is delivered exactly once, at the next wait, or taken back', () => {
    fc.assert(
      fc.property(waits, fc.array(action, { maxLength: 40 }), (kinds, actions) => {
        const watch = new Watch()
        const workers = kinds.map(() => new Worker(watch))
        const main = watch.loop.createTask(
          (function* () {
            for (const [index, worker] of workers.entries()) {
              worker.task = createTask(worker.run(kinds[index] as string[]))
            }
            for (const { do: what, target } of actions) {
              if (what === 'wait') yield* sleep(target)
              else (workers[target] as Worker).apply(what)
            }
            for (const worker of workers) {
              while (worker.task?.done() === false) {
                worker.apply('resolve')
                yield* sleep(1)
              }
            }
          })(),
        )
        watch.run(main)
        main.result()
        for (const worker of workers) {
          const task = worker.task as Task<void>
          const began = worker.log[0] === 'began'
          expect(worker.log.filter((line) => line !== 'as expected')).toEqual(began ? ['began'] : [])
          // One that began swallows every cancellation, but for one of its own with no wait left to be thrown
          // at.
          expect(task.cancelled()).toBe(!began || worker.endsCancelled)
          expect(task.cancelling()).toBe(worker.requests)
        }
        watch.checkQuiet()
      }),
      { numRuns: 500 },
    )
  })
})
