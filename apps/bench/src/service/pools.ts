/** A pool of ten: lent to one task after the other, and to a hundred tasks at a time. */

import { asyncWith, coroutine, gather, run } from '@acoro/core'
import { Pool } from '@acoro/service'
import { createPool } from 'generic-pool'
import type { Workload } from '../harness/compared.ts'
import { numbers, promisedTurn, turn } from './turn.ts'

const SIZE = 10

function pool(tasks: number, uses: number): Workload {
  const visit = coroutine(function* visit(pool: Pool<object>) {
    for (let use = 0; use < uses; use++) yield* pool.use(() => turn(use))
  })
  return {
    name: `pool of ${SIZE}, ${tasks} at a time`,
    unit: 'use',
    units: tasks * uses,
    variants: {
      acoro: () =>
        run(() => {
          const pool = new Pool({
            create: coroutine(function* create() {
              yield undefined
              return {}
            }),
            max: SIZE,
          })
          return asyncWith(pool, () => gather(numbers(tasks).map(() => visit(pool))))
        }),
      'generic-pool': async () => {
        const pool = createPool({ create: async () => ({}), destroy: async () => {} }, { max: SIZE })
        const visit = async () => {
          for (let use = 0; use < uses; use++) await pool.use(() => promisedTurn(use))
        }
        await Promise.all(numbers(tasks).map(visit))
        await pool.drain()
        await pool.clear()
      },
    },
  }
}

export const pools = [pool(1, 20_000), pool(100, 200)] as const
