// A group of errors splits into those that match and those that do not

import { ExceptionGroup, TimeoutError } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

export function* main() {
  const group = new ExceptionGroup('all', [
    new Boom('a'),
    new RangeError('b'),
    new ExceptionGroup('inner', [new Boom('c'), new TypeError('d')]),
  ])
  const [matching, rest] = group.split(Boom)
  trace(matching)
  trace(rest)
  trace(group.split(TimeoutError))
  trace(group.subgroup(RangeError))
  trace(group.subgroup([RangeError, TypeError]))
  trace(group.subgroup((error) => error instanceof Error && error.message === 'c'))
  trace(group.split(ExceptionGroup)[0] === group)
}
