// A Runner can be closed twice, and then runs nothing

import { coroutine, createTask, Runner, sleep } from '@acoro/core'
import { newLoop, outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  return 'result'
})

const background = coroutine(function* background() {
  yield* outcome('background', sleep(1000))
})

const spawn = coroutine(function* spawn() {
  createTask(background())
  yield* sleep(1)
})

export async function main() {
  const runner = new Runner({ loopFactory: newLoop })
  trace(await runner.run(work()))
  await runner.run(spawn())
  trace('still pending')
  await runner.close()
  await runner.close()
  try {
    await runner.run(work())
  } catch (error) {
    trace('run', 'raised', error)
  }
}
