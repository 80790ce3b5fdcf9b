// run cannot be called where a loop runs

import { coroutine, EventLoop, run, sleep } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const inner = coroutine(function* inner() {
  trace('never')
})

export async function main(loop: VirtualLoop) {
  let refused: Promise<unknown> | undefined
  loop.runSync(function* () {
    refused = run(inner(), { loopFactory: () => new EventLoop() })
    refused.catch(() => {})
    yield* sleep(0)
  })
  await refused?.catch((error) => trace('run', 'raised', error))
  loop.runSync(function* () {
    yield* sleep(1)
    trace('main goes on')
  })
}
