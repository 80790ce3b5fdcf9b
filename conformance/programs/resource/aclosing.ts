// aclosing closes at the end of the block

import { aclosing, asyncWith, type Suspension, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

class Thing {
  *aclose(): Generator<Suspension, void, any> {
    yield* sleep(1)
    trace('closed')
  }
}

export function* main() {
  yield* asyncWith(aclosing(new Thing()), function* (thing) {
    trace('body', thing instanceof Thing)
  })
  try {
    yield* asyncWith(aclosing(new Thing()), function* () {
      throw new Boom('body')
    })
  } catch (error) {
    trace(error)
  }
}
