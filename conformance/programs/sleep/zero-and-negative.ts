// sleep(0) and a negative delay are one turn of the loop each

import { coroutine, gather, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const spin = coroutine(function* spin(name: string, delay: number) {
  for (let step = 0; step < 3; step++) {
    trace(name, step)
    yield* sleep(delay)
  }
  trace(name, 'value', yield* sleep(delay, 'value'))
})

export function* main() {
  yield* gather(spin('zero', 0), spin('negative', -5))
}
