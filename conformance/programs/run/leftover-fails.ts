// A leftover that fails while it is cancelled goes to the exception handler

import { coroutine, createTask, getRunningLoop, run, sleep } from '@acoro/core'
import { Boom, newLoop, trace } from '../../harness/trace.ts'

const background = coroutine(function* background() {
  try {
    yield* sleep(1000)
  } finally {
    // biome-ignore lint/correctness/noUnsafeFinally: this is what the program is about
    throw new Boom('in clean-up')
  }
})

const work = coroutine(function* work() {
  getRunningLoop().setExceptionHandler((_loop, context) =>
    trace(
      context.message.replace('run()', 'asyncio.run()'),
      '/',
      context.exception,
      Object.keys(context).sort(),
    ),
  )
  createTask(background())
  yield* sleep(10)
  return 'result'
})

export async function main() {
  trace(await run(work(), { loopFactory: newLoop }))
}
