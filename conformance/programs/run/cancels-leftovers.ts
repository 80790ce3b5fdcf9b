// Tasks that are left when main ends are cancelled and waited for

import { coroutine, createTask, run, sleep } from '@acoro/core'
import { newLoop, trace } from '../../harness/trace.ts'

const background = coroutine(function* background() {
  try {
    yield* sleep(1000)
  } finally {
    trace('cleaning')
    yield* sleep(10)
    trace('clean')
  }
})

const work = coroutine(function* work() {
  createTask(background())
  yield* sleep(10)
  trace('main ends')
  return 'result'
})

export async function main() {
  trace(await run(work(), { loopFactory: newLoop }))
}
