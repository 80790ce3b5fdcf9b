import { type Awaitable, DeadlockError } from '@acoro/core'
import { type Exploration, explore, OrderError, replay } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { races } from './races/index.ts'
import { asGenerators, plain } from './races/worlds.ts'

// In these programs timers stand for requests, which may be answered in any order.
const OPTIONS = { sameDelay: true, patience: 2 }
const QUIET = { ...OPTIONS, page: false } as const
const ORDERS = 1000
const REPLAYS = 20

type Main = () => Awaitable<void> | Promise<void>

const exploring = async (main: Main, runs: number): Promise<Exploration | OrderError> => {
  try {
    return await explore({ ...QUIET, runs }, main as () => Promise<void>)
  } catch (error) {
    if (error instanceof OrderError) return error
    throw error
  }
}

/** What so many replays of one order throw, each once. */
const replayed = async (order: number | string, main: Main, times: number) => {
  const seen = new Set<string>()
  for (let n = 0; n < times; n++) {
    try {
      await replay(order, main as () => Promise<void>, OPTIONS)
      seen.add('nothing')
    } catch (error) {
      // The report of a deadlock names tasks, whose numbers go on from run to run.
      seen.add(error instanceof DeadlockError ? 'a deadlock' : (error as Error).message)
    }
  }
  return [...seen]
}

describe.each([
  ['plain async code', plain, 0],
  ['plain async code', plain, 10],
  ['generators', asGenerators, 0],
  ['generators', asGenerators, 10],
] as const)('in %s, with I/O by %o of %d ms', (_face, make, delay) => {
  it.each(races)(
    '$name: is found, shrunk to the least, and comes again each time; its cure holds',
    async ({ racy, cured }) => {
      const main = make(racy, delay)
      const found = await exploring(main, ORDERS)
      expect(found).toBeInstanceOf(OrderError)
      const { order, simplest, cause, isLeast } = found as OrderError
      const failure = cause instanceof DeadlockError ? 'a deadlock' : (cause as Error).message
      expect(await replayed(simplest, main, REPLAYS)).toEqual([failure])
      expect(await replayed(order, main, 1)).not.toEqual(['nothing'])
      expect(isLeast).toBe(true)
      expect(await exploring(make(cured, delay), 50)).not.toBeInstanceOf(OrderError)
    },
  )
})
