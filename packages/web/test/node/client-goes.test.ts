// only on server: the servers are those of Node

// The table «what happens when the client goes away», executed for each way to answer on Node.

import { afterEach, describe, expect, test } from 'vitest'
import { clientGoes, GOOD } from '../support/client-goes.ts'
import { Prober } from '../support/prober.ts'
import { closeAll, ways } from '../support/ways.ts'

afterEach(closeAll)

describe('what happens when the client goes away', () => {
  test.each(Object.entries(ways))('%s', async (_name, open) => {
    const probe = new Prober()
    expect(await clientGoes(await open(probe), probe)).toEqual(GOOD)
  })
})
