// Sleeps run beside each other and give their value

import { coroutine, gather, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, ms: number) {
  trace(name, yield* sleep(ms, name.toUpperCase()))
})

export function* main() {
  yield* gather(work('a', 30), work('b', 10), work('c', 20))
  trace(yield* sleep(5), yield* sleep(5, 'value'))
}
