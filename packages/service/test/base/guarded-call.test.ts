/**
 * Calls that are iterators of their own wait: the same promises hold if a coroutine awaits them, if a task
 * drives them, and if the coroutine is closed where it stands.
 */

import { type Awaitable, coroutine, createTask, getRunningLoop, sleep, wait } from '@acoro/core'
import { CircuitBreaker, memoize, RetryBudget, retry, singleFlight } from '@acoro/service'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { isOn } from '../../../../scripts/runtimes/only-on.ts'
import { failure, now, outcome, play, type Steps } from '../support/virtual.ts'

const within = coroutine(function* within(awaitable: Awaitable<unknown>): Steps<unknown> {
  return yield* awaitable
})

/** In a task of its own, in a coroutine, and in two. */
const ways: [string, (call: Awaitable<unknown>) => Awaitable<unknown>][] = [
  ['by a task', (call) => call],
  ['by a coroutine', (call) => within(call)],
  ['by a coroutine of a coroutine', (call) => within(within(call))],
]

describe.each(ways)('awaited %s and cancelled at any moment', (_way, through) => {
  test('retry has nothing under way, and gives its token back', () => {
    const moments = injectCancelEverywhere(function* (inject): Steps {
      const budget = new RetryBudget({ maxTokens: 2 })
      let under = 0
      let calls = 0
      const victim = inject(
        through(
          retry(
            function* (): Steps<number> {
              under++
              try {
                yield* sleep(5)
                if (++calls < 3) throw new Error('no')
                return calls
              } finally {
                under--
              }
            },
            { delay: 10, budget },
          ),
        ) as never,
      )
      yield* wait([victim])
      expect(under).toBe(0)
      yield* sleep(100)
      expect([under, calls <= 3]).toEqual([0, true])
      if (victim.cancelled()) expect(budget.tokens).toBeGreaterThanOrEqual(2 - calls)
    })
    expect(moments).toBeGreaterThan(4)
  })

  test('a flight keeps its result for the others, and the last one to leave awaits its end', () => {
    for (const [make, others] of [
      [singleFlight, 0],
      [singleFlight, 1],
      [memoize, 0],
      [memoize, 1],
    ] as const) {
      const moments = injectCancelEverywhere(function* (inject): Steps {
        let under = 0
        const load = make(function* (id: string): Steps<string> {
          under++
          try {
            yield* sleep(5)
            return id
          } finally {
            try {
              yield* sleep(2)
            } finally {
              under--
            }
          }
        })
        const rest = [...Array(others)].map(() => createTask(within(load('a')) as never))
        const victim = inject(through(load('a')) as never)
        yield* wait([victim])
        if (others === 0) expect(under).toBe(0)
        for (const task of rest) expect(yield* task).toBe('a')
        expect(under).toBe(0)
      })
      expect(moments).toBeGreaterThan(2)
    }
  })

  test('a probe of a circuit breaker gives its place back', () => {
    injectCancelEverywhere(function* (inject): Steps {
      const breaker = new CircuitBreaker({ minimum: 1, openFor: 10 })
      yield* failure(
        breaker.call(function* (): Steps {
          throw new Error('down')
        }),
      )
      yield* sleep(10)
      const victim = inject(through(breaker.call(() => sleep(5, 'up'))) as never)
      yield* wait([victim])
      expect(yield* breaker.call(() => sleep(1, 'next'))).toBe('next')
    })
  })
})

describe('closed where it stands', () => {
  /** Begins it in a coroutine that is driven by hand, and closes that. */
  function* closed(call: Awaitable<unknown>): Steps {
    const outer = within(call)
    outer.next()
    outer.close()
    yield* sleep(100)
  }

  test('retry ends its body, its delay and its schedule', () => {
    const log = play(function* () {
      const log: string[] = []
      function* body(): Steps {
        log.push('begins')
        try {
          yield* sleep(5)
        } finally {
          log.push(`ends at ${now()}`)
        }
      }
      yield* closed(retry(body))
      const delays = {
        *[Symbol.iterator]() {
          try {
            yield 10
          } finally {
            log.push('delays closed')
          }
        },
      }
      const budget = new RetryBudget({ maxTokens: 5 })
      function* fails(): Steps {
        log.push('fails')
        throw new Error('no')
      }
      yield* closed(retry(fails, { delay: delays, budget }))
      return [...log, budget.tokens]
    })
    expect(log).toEqual(['begins', 'ends at 0', 'fails', 'delays closed', 5])
  })

  test('the last caller of a flight cancels it, and one of several leaves it alone', () => {
    const log = play(function* () {
      const log: string[] = []
      const load = singleFlight(function* (id: string): Steps<string> {
        try {
          return yield* sleep(5, id)
        } finally {
          log.push(`${id} ends at ${now()}`)
        }
      })
      yield* closed(load('alone'))
      const other = createTask(load('shared'))
      yield* sleep(0)
      yield* closed(load('shared'))
      return [...log, yield* other, load.size]
    })
    // A flight that was cancelled before its first step has not begun.
    expect(log).toEqual(['shared ends at 105', 'shared', 0])
  })

  test('a probe gives its place back', () => {
    const seen = play(function* () {
      const breaker = new CircuitBreaker({ minimum: 1, openFor: 10 })
      yield* failure(
        breaker.call(function* (): Steps {
          throw new Error('down')
        }),
      )
      yield* sleep(10)
      yield* closed(breaker.call(() => sleep(5)))
      return yield* outcome(breaker.call(() => sleep(1, 'up')))
    })
    expect(seen).toBe('up at 111')
  })

  test('after its end nothing happens', () => {
    const seen = play(function* () {
      const load = memoize((id: string) => sleep(5, id))
      const calls = [
        load('a'),
        load('a'),
        retry(() => sleep(1, 'b')),
        new CircuitBreaker().call(() => sleep(1, 'c')),
      ]
      const values: unknown[] = []
      for (const call of calls) {
        values.push(yield* within(call as Awaitable<unknown>))
        call.close()
      }
      return [...values, load.size, yield* load('a')]
    })
    expect(seen).toEqual(['a', 'a', 'b', 'c', 1, 'a'])
  })
})

test('an awaitable made by hand without `throw` is closed by a cancel, which goes on', () => {
  const log = play(function* () {
    const log: string[] = []
    const byHand = (): Awaitable<string> => ({
      [Symbol.iterator]() {
        const inner = sleep(50, 'late')[Symbol.iterator]()
        return {
          next: (sent?: unknown) => inner.next(sent),
          return: (value?: unknown) => {
            log.push('closed')
            return inner.return?.(value as never) ?? { done: true, value: value as never }
          },
        }
      },
    })
    const task = createTask(within(retry(byHand)))
    yield* sleep(1)
    task.cancel()
    log.push(yield* outcome(task))
    return [...log, getRunningLoop().time()]
  })
  expect(log).toEqual(['closed', 'CancelledError at 1', 1])
})

test('the stack of a task shows the body that it stands in, which gets no `this`', () => {
  const frames = play(function* () {
    const seen: unknown[] = []
    const body = function* fetchPage(this: unknown): Steps {
      seen.push(this)
      yield* sleep(5)
    }
    const task = createTask(within(retry(() => new CircuitBreaker().call(body))))
    yield* sleep(1)
    const names = task.getStack().map(({ name }) => name)
    yield* task
    yield* retry(body)
    return [...names, ...seen]
  })
  // Other engines name a method without its class.
  const steps = isOn('v8') ? ['Retry.advance', 'BreakerCall.advance'] : ['advance', 'advance']
  expect(frames).toEqual(['within', ...steps, 'fetchPage', undefined, undefined])
})
