// A kind of group of one's own stays that kind when it is split

import { ExceptionGroup } from '@acoro/core'
import { attempt, Boom, trace } from '../../harness/trace.ts'

class Mine extends ExceptionGroup {
  override derive(errors: unknown[]) {
    return new Mine(`${this.message} derived`, errors)
  }
}

export function* main() {
  const group = new Mine('mine', [new Boom('a'), new RangeError('b')])
  const [matching, rest] = group.split(Boom)
  trace(matching instanceof Mine, matching?.message, matching?.errors.length)
  trace(rest instanceof Mine, rest?.message, rest?.errors.length)
  attempt('empty', () => new ExceptionGroup('none', []))
}
