/** The work of all workloads: it waits one turn, and returns a number. */

import { coroutine } from '@acoro/core'

export const turn = coroutine(function* turn(value: number) {
  yield undefined
  return value
})

export async function promisedTurn(value: number): Promise<number> {
  await null
  return value
}

export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
