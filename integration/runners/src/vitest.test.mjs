import { it, virtual } from '@acoro/testing/vitest'
import { test } from 'vitest'
import { cases, concurrent, each, failing } from './cases.mjs'

cases(it, virtual, test)
each(it)
failing(it.fails)
concurrent(it.concurrent)

it.extend({ user: async ({ task }, use) => use(task.name === '' ? '' : 'ada') })(
  'a fixture',
  function* (_loop, { user }) {
    if (user !== 'ada') throw new Error(`got ${user}`)
  },
)
