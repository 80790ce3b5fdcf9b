import { it, virtual } from '@acoro/testing/mocha'
import { cases } from './cases.mjs'

// Mocha has a test without a body for one that is still to be written.
cases(
  Object.assign((...args) => it(...args), { skip: it.skip, todo: it }),
  virtual,
  globalThis.it,
)

it('a context', function* () {
  if (typeof this.timeout !== 'function') throw new Error('this is not the context')
})
