import {
  type Awaitable,
  coroutine,
  createTask,
  currentTask,
  type Future,
  gather,
  getRunningLoop,
  isCancelledError,
  sleep,
} from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { type Inject, injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, it } from 'vitest'

/** A semaphore of one. A waiter that is cancelled after it got the permit hands it on, or forgets to. */
class Permit {
  free = true
  readonly queue: WaitQueue
  constructor(handsOn: boolean) {
    this.queue = new WaitQueue(handsOn ? { onReturned: () => this.release() } : { onReturned: () => {} })
  }
  release(): void {
    if (!this.queue.wakeOne()) this.free = true
  }
}

const use = coroutine(function* use(permit: Permit) {
  if (permit.free) permit.free = false
  else yield* permit.queue.park()
  try {
    yield* sleep(10)
  } finally {
    permit.release()
  }
})

const contended = (handsOn: boolean) =>
  function* (inject: Inject) {
    const permit = new Permit(handsOn)
    const tasks = [createTask(use(permit)), inject(use(permit), { name: 'victim' }), createTask(use(permit))]
    yield* gather(tasks, { returnExceptions: true })
    expect(permit.free).toBe(true)
  }

describe('injectCancelEverywhere', () => {
  it('goes through every moment from before the first step to the last', () => {
    const log: string[] = []
    const moments = injectCancelEverywhere(function* (inject) {
      const victim = inject(
        (function* () {
          try {
            log.push('began')
            yield* sleep(5)
            log.push('slept')
          } catch (error) {
            log.push(`cancelled at ${getRunningLoop().time()}`)
            throw error
          }
        })(),
      )
      yield* gather([victim], { returnExceptions: true })
      log.push(victim.cancelled() ? 'is cancelled' : 'is done')
    })
    expect(moments).toBe(3)
    expect(log).toEqual([
      ...['began', 'slept', 'is done'],
      ...['is cancelled'],
      ...['began', 'cancelled at 5', 'is cancelled'],
      ...['began', 'cancelled at 5', 'is cancelled'],
    ])
  })

  it('passes over what hands a wake-up on', () => {
    expect(injectCancelEverywhere(contended(true))).toBeGreaterThan(5)
  })

  it('finds the wake-up that is lost when a woken task is cancelled before it runs', () => {
    expect(() => injectCancelEverywhere(contended(false))).toThrow(
      /^With <Task .*> at 10 ms cancelled at moment \d+ of \d+: DeadlockError: deadlock at 10 ms/s,
    )
  })

  it('keeps what the program threw as the cause', () => {
    const check = new Error('a check')
    const program = function* (inject: Inject) {
      const victim = inject(sleep(1))
      yield* gather([victim], { returnExceptions: true })
      if (victim.cancelled()) throw check
    }
    expect(() => injectCancelEverywhere(program)).toThrow(expect.objectContaining({ cause: check }))
  })

  it('cancels main itself where nothing is injected, with the message', () => {
    const messages: string[] = []
    const moments = injectCancelEverywhere(
      function* () {
        try {
          yield* sleep(1)
          yield* sleep(1)
        } catch (error) {
          if (isCancelledError(error)) messages.push(error.message)
          throw error
        }
      },
      { message: 'enough' },
    )
    expect([moments, messages]).toEqual([5, ['enough', 'enough', 'enough', 'enough']])
  })

  it('fails where a cancellation was swallowed, unless that is right', () => {
    const refuses = function* () {
      try {
        yield* sleep(1)
      } catch {
        // The mistake under test.
      }
    }
    expect(() => injectCancelEverywhere(refuses)).toThrow(
      /^With <Task .*> at 1 ms cancelled at moment 2 of 3: RuntimeError: the task swallowed the CancelledError and returned: let it pass \(throwIfCancelled\(error\)\), call uncancel\(\)/s,
    )
    expect(injectCancelEverywhere(refuses, { maySwallow: true })).toBe(3)
    const handles = function* () {
      try {
        yield* sleep(1)
      } catch {
        currentTask()?.uncancel()
      }
    }
    expect(injectCancelEverywhere(handles)).toBe(3)
  })

  it('cancels the tasks that a program starts by itself, each in its turn, selected by name', () => {
    const cancelled: string[] = []
    const worker = coroutine(function* worker(name: string) {
      try {
        yield* sleep(1)
      } catch (error) {
        cancelled.push(name)
        throw error
      }
    })
    const program = function* () {
      const tasks = [createTask(worker('a'), { name: 'first' }), createTask(worker('b'), { name: 'second' })]
      yield* gather([...tasks, createTask(sleep(5))], { returnExceptions: true })
    }
    const first = injectCancelEverywhere(program, { tasks: 'first' })
    expect([first > 2, new Set(cancelled.splice(0))]).toEqual([true, new Set(['a'])])
    const both = injectCancelEverywhere(program, { tasks: /^worker$/ })
    expect([both, new Set(cancelled.splice(0))]).toEqual([
      first + injectCancelEverywhere(program, { tasks: 'second' }),
      new Set(['a', 'b']),
    ])
    cancelled.length = 0
    injectCancelEverywhere(program, { tasks: (task) => task.name === 'second' })
    expect(new Set(cancelled)).toEqual(new Set(['b']))
  })

  it('says which tasks there were where none is selected', () => {
    const program = function* main() {
      yield* createTask(sleep(1), { name: 'worker' })
    }
    expect(() => injectCancelEverywhere(program, { tasks: 'wroker' })).toThrow(
      /^None of the tasks is selected by the option tasks, wroker\. There were Task-\d+ \(coroutine\), worker \(sleep\)$/,
    )
    expect(() => injectCancelEverywhere(program, { tasks: 5 as never })).toThrow(
      'Expected the option tasks of injectCancelEverywhere() to be a name, a RegExp or a predicate, got the number 5',
    )
  })

  it('minds a task that fails instead', () => {
    const fails = function* () {
      try {
        yield* sleep(1)
      } catch {
        throw new RangeError('in the wrong way')
      }
    }
    expect(() => injectCancelEverywhere(fails)).toThrow('RangeError: in the wrong way')
  })

  it('throws what main throws without any cancel as it is', () => {
    const error = new Error('always')
    expect(() =>
      injectCancelEverywhere(function* () {
        yield* sleep(1)
        throw error
      }),
    ).toThrow(error)
  })

  it('notices a program that is not the same twice', () => {
    let runs = 0
    expect(() =>
      injectCancelEverywhere(function* (inject) {
        const longer = runs++ === 0
        const victim = inject(
          (function* () {
            if (longer) for (let n = 0; n < 5; n++) yield* sleep(1)
          })(),
        )
        yield* gather([victim], { returnExceptions: true })
      }),
    ).toThrow(/^The program is not the same twice: moment 2 of \d+ did not come\./)
  })

  it('refuses what is no function, and a second injection', () => {
    expect(() => injectCancelEverywhere(42 as unknown as () => Awaitable<void>)).toThrow(
      'Expected a generator function (function*), got the number 42',
    )
    expect(() =>
      injectCancelEverywhere(function* (inject) {
        inject(sleep(1))
        inject(sleep(1))
        yield* getRunningLoop().createFuture() as Future<void>
      }),
    ).toThrow('inject() was called twice: one task at a time is cancelled')
  })
})
