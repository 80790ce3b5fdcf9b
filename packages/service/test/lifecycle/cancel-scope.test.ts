// Code of this package that catches a cancel and waits on, in a cancel scope that throws at every wait.

import { cancelScope, sleep } from '@acoro/core'
import { every, hedge, Service, singleFlight, supervise } from '@acoro/service'
import { describe, expect, test } from 'vitest'
import { now, play, type Steps } from '../support/virtual.ts'

/** Waits for ever, and takes 50 ms of shielded clean-up when it is cancelled. */
function slow(log: string[], name: string) {
  return function* (): Steps {
    try {
      yield* sleep(1e9)
    } finally {
      yield* sleep(50)
      log.push(`${name} ended at ${now()}`)
    }
  }
}

/** Runs `body` in a scope that is cancelled after 10 ms, and returns what was logged. */
function cancelled(body: (log: string[]) => Steps<unknown>): string[] {
  const log: string[] = []
  play(function* () {
    const { timedOut } = yield* cancelScope(() => body(log), { timeout: 10 })
    log.push(`${timedOut ? 'left' : 'not cancelled'} at ${now()}`)
  })
  return log
}

describe('in a cancel scope that is cancelled', () => {
  test('a service stops its parts, each within its grace, and then ends', () => {
    const log = cancelled(function* (log) {
      const service = new Service()
      for (const name of ['a', 'b']) {
        service.add(name, function* (scope) {
          scope.started()
          yield* slow(log, name)()
        })
      }
      return yield* service.run()
    })
    expect(log).toEqual(['b ended at 60', 'a ended at 110', 'left at 110'])
  })

  test('a supervisor stops its children one after the other', () => {
    const log = cancelled((log) => supervise([slow(log, 'a'), slow(log, 'b')]) as never)
    expect(log).toEqual(['b ended at 60', 'a ended at 110', 'left at 110'])
  })

  test('the last caller of a flight awaits its end', () => {
    const log = cancelled((log) => singleFlight(slow(log, 'flight'))() as never)
    expect(log).toEqual(['flight ended at 60', 'left at 60'])
  })

  test('a ticker awaits its runs, and a hedge its calls', () => {
    expect(
      cancelled((log) => every(1, slow(log, 'run'), { overlap: true, immediate: true }) as never).at(-1),
    ).toBe('left at 60')
    expect(cancelled((log) => hedge(slow(log, 'call'), { delay: 5, maxCalls: 2 }) as never)).toEqual([
      'call ended at 60',
      'call ended at 60',
      'left at 60',
    ])
  })
})
