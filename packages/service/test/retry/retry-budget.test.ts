import { createTask, sleep } from '@acoro/core'
import { RetryBudget, type RetryError, retry } from '@acoro/service'
import { describe, expect, test } from 'vitest'
import { failure, play, type Steps } from '../support/virtual.ts'

const down = function* down(): Steps {
  yield* sleep(1)
  throw new Error('down')
}

describe('a retry budget', () => {
  test('ends the retries of all calls together after its tokens', () => {
    const budget = new RetryBudget({ maxTokens: 5 })
    let calls = 0
    const reasons = play(function* (): Steps<string[]> {
      const reasons: string[] = []
      for (let i = 0; i < 4; i++) {
        const error = yield* failure<RetryError>(
          retry(() => [calls++, down()][1] as Steps, { attempts: 4, delay: 1, budget }),
        )
        reasons.push(error.reason)
      }
      return reasons
    })
    expect(reasons).toEqual(['attempts', 'budget', 'budget', 'budget'])
    expect([calls, budget.tokens]).toEqual([4 + 5, 0])
  })

  test('gets a fraction of a token back for each success, and never more than it had', () => {
    const budget = new RetryBudget({ maxTokens: 2 })
    for (let i = 0; i < 30; i++) budget.succeeded()
    expect(budget.tokens).toBe(2)
    expect([budget.tryTake(), budget.tryTake(), budget.tryTake()]).toEqual([true, true, false])
    for (let i = 0; i < 9; i++) budget.succeeded()
    expect([budget.tokens, budget.tryTake()]).toEqual([0.9, false])
    budget.succeeded()
    expect([budget.tokens, budget.tryTake(), String(budget)]).toEqual([
      1,
      true,
      '<RetryBudget [0 of 2 tokens]>',
    ])
  })

  test('gets the token back of a retry that was cancelled in its delay', () => {
    const budget = new RetryBudget({ maxTokens: 1 })
    play(function* (): Steps {
      const task = createTask(retry(down, { delay: 1000, budget }))
      yield* sleep(10)
      expect(budget.tokens).toBe(0)
      task.cancel()
      yield* failure(task)
    })
    expect(budget.tokens).toBe(1)
  })

  test('of a single call that fails takes no token', () => {
    const budget = new RetryBudget({ maxTokens: 3 })
    play(() => failure(retry(down, { attempts: 1, budget })))
    expect(budget.tokens).toBe(3)
  })

  test.each<[() => unknown, string]>([
    [
      () => new RetryBudget({ maxTokens: 0 }),
      'Expected the option maxTokens of RetryBudget() to be a number of at least 1, got 0',
    ],
    [
      () => new RetryBudget({ refund: '1' as never }),
      'Expected the option refund of RetryBudget() to be a number of at least 0, got the string "1"',
    ],
    [
      () => new RetryBudget(10 as never),
      'Expected the options of RetryBudget() as an object, { maxTokens, refund }, got the number 10',
    ],
  ])('%s is refused by name', (call, message) => {
    expect(call).toThrow(message)
  })
})
