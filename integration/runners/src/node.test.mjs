import { test } from 'node:test'
import { it, virtual } from '@acoro/testing/node'
import { cases } from './cases.mjs'

cases(it, virtual, test)

it('a context', function* (_loop, context) {
  if (context.name !== 'a context') throw new Error(`got ${context.name}`)
})
