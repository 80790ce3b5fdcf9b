import { expect, it } from 'vitest'
import { runProgram } from '../support.ts'

interface Counts {
  /** Tasks that failed, and nobody asked. */
  made: number
  reported: number
  /** What one of them left in the heap after a collection. */
  bytes: number
}

it('an error that nobody asks for on the background loop is reported when its task is collected', async () => {
  const program = new URL('./unretrieved-program.ts', import.meta.url)
  const counts = JSON.parse(await runProgram(program)) as Record<string, Counts>
  const asExpected = Object.entries(counts).map(([kind, { made, reported, bytes }]) => ({
    kind,
    unreported: made - reported,
    leaks: bytes > 400,
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
    ].map((kind) => ({ kind, unreported: 0, leaks: false })),
  )
})
