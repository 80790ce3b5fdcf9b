// At the end tasks are cancelled first, then generators closed, then the loop

import {
  asyncGenerator,
  coroutine,
  createTask,
  type EventLoop,
  emit,
  getRunningLoop,
  run,
  sleep,
} from '@acoro/core'
import { Boom, newLoop, trace } from '../../harness/trace.ts'

const kept: unknown[] = []
let loops: EventLoop[] = []

const items = asyncGenerator(function* items() {
  try {
    yield* emit('item')
  } finally {
    yield* sleep(1)
    trace('generator closed')
  }
})

const background = coroutine(function* background() {
  try {
    yield* sleep(1000)
  } finally {
    yield* sleep(5)
    trace('task cancelled')
  }
})

const work = coroutine(function* work() {
  const source = items()
  kept.push(source)
  yield* source.anext()
  createTask(background())
  yield* sleep(1)
  loops = [getRunningLoop()]
  trace('main ends')
  throw new Boom('main')
})

export async function main() {
  await run(work(), { loopFactory: newLoop }).catch((error) => trace('run', 'raised', error))
  trace(loops[0]!.isClosed())
}
