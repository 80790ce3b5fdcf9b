// A bare yield runs the task again in the next iteration

import { coroutine, gather } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const spin = coroutine(function* spin(name: string) {
  for (let step = 0; step < 3; step++) {
    trace(name, step)
    yield
  }
})

export function* main() {
  yield* gather(spin('a'), spin('b'))
}
