// only on node: it counts what the collector leaves, which elsewhere keeps things by mistake

import { expect, it } from 'vitest'
import { runProgram } from '../support.ts'

interface Counts {
  /** Tasks that failed, and nobody asked. */
  made: number
  reported: number
  /** Errors that are still there after that. */
  alive: number
}

it('an error that nobody asks for on the background loop is reported when its task is collected', async () => {
  const program = new URL('./unretrieved-program.ts', import.meta.url)
  const counts = JSON.parse(await runProgram(program)) as Record<string, Counts>
  const asExpected = Object.entries(counts).map(([kind, { made, reported, alive }]) => ({
    kind,
    unreported: made - reported,
    alive,
  }))
  expect(asExpected).toEqual(
    [
      'an error',
      'an error with a cause',
      'a group of errors',
      'an error with another one as a property',
      'a timeout',
      'undefined',
      'a string',
    ].map((kind) => ({ kind, unreported: 0, alive: 0 })),
  )
})
