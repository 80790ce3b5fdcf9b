import fc from 'fast-check'
import { describe, test } from 'vitest'
import { runProgram } from './model/machine.ts'
import { machines } from './model/machines.ts'
import { programs } from './model/programs.ts'

describe('under random programs with random cancels', () => {
  for (const [name, make] of Object.entries(machines)) {
    test(`${name}: nothing is lost, nothing comes twice, nobody waits in vain`, () => {
      fc.assert(
        fc.property(programs, (program) => {
          runProgram(make, program)
        }),
        { numRuns: 60 },
      )
    })
  }
})
