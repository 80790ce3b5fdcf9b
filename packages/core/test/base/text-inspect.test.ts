// only on node: it compares with Node's own text

import { inspect } from 'node:util'
import { ExceptionGroup } from '@acoro/core'
import { expect, test } from 'vitest'
import { errorText } from '../../src/base/text.ts'

test('the text of an error is what Node prints of it: causes, the errors of groups, properties', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 80 })
  const error = new ExceptionGroup('two failed', [
    new TypeError('first', { cause: refused }),
    new ExceptionGroup('inner', ['a string', new RangeError('second')]),
  ])
  // Node leaves out lines of a cause's stack that are the error's own, too.
  refused.stack = 'Error: connect ECONNREFUSED\n    at elsewhere (file.js:1:1)'
  expect(errorText(error).replaceAll('"', "'")).toBe(inspect(error, { depth: Infinity }))
})
