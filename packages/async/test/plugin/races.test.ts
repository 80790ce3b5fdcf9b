// only on server: the compiler is a program
//
// The races of the gallery, lowered: each is found, comes again, and its cure holds, as in plain code
// (packages/testing).

import * as helpers from '@acoro/async/helpers/plugin'
import { DeadlockError } from '@acoro/core'
import { explore, OrderError, replay } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { races } from '../../../testing/test/explore/races/index.ts'
import type { Program } from '../../../testing/test/explore/races/race.ts'
import { type Delay, plain } from '../../../testing/test/explore/races/worlds.ts'
import { lower } from '../../src/plugin/lower.ts'
import { bindHelpers } from '../support/compilers.ts'

const OPTIONS = { sameDelay: true, patience: 20 }

function lowered(program: Program): Program {
  const source = `const program = ({ ${program.toString()} }).${program.name}`
  const { code } = lower(source, 'race.js', { raw: false }) as { code: string }
  return new Function('ofPlugin', `${bindHelpers(code)}\nreturn program`)(helpers) as Program
}

describe.each<Delay>([0, 10])('with I/O of %d ms', (delay) => {
  it.each(races)('$name', async ({ racy, cured }) => {
    const main = plain(lowered(racy), delay)
    const error = await explore({ ...OPTIONS, runs: 1000 }, main).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OrderError)
    const { simplest, cause } = error as OrderError
    const again = await replay(simplest, main, OPTIONS).catch((thrown: unknown) => thrown)
    if (cause instanceof DeadlockError) expect(again).toBeInstanceOf(DeadlockError)
    else expect(again).toMatchObject({ message: (cause as Error).message })
    const { runs, complete } = await explore({ ...OPTIONS, runs: 20 }, plain(lowered(cured), delay))
    expect(complete || runs === 20).toBe(true)
  })
})
