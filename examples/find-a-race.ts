// Two tasks read a balance, wait, and write it. `explore` tries other orders of the same program, and finds
// the one that fails.
// Run it: npx tsx find-a-race.ts

import { coroutine, gather, sleep } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { explore, OrderError } from '@acoro/testing'

const program = (turn: Lock | null) =>
  function* () {
    let balance = 100
    const withdraw = coroutine(function* withdraw(amount: number) {
      using _turn = turn === null ? undefined : yield* turn.acquire()
      const before = balance
      yield* sleep(0)
      balance = before - amount
    })
    yield* gather(withdraw(30), withdraw(50))
    if (balance !== 20) throw new Error(`the balance is ${balance}`)
  }

try {
  explore({}, program(null))
} catch (error) {
  if (!(error instanceof OrderError)) throw error
  console.log('without a lock: a race')
}
explore({}, () => program(new Lock())())
console.log('with a lock: no order fails')

// prints: without a lock: a race
// prints: with a lock: no order fails
