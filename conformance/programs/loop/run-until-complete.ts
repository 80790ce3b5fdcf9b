// runUntilComplete gives the result, raises the error, and leaves the other tasks for later

import { coroutine, sleep } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { Boom, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, delay: number) {
  yield* sleep(delay)
  trace(name)
  return name
})

const fail = coroutine(function* fail() {
  yield* sleep(1)
  throw new Boom('from main')
})

export async function main(loop: VirtualLoop) {
  const late = loop.createTask(work('late', 30), { name: 'late' })
  trace(await loop.runUntilComplete(work('first', 10)))
  trace(late.done())
  await loop.runUntilComplete(fail()).catch((error) => trace('fail', 'raised', error))
  trace(await loop.runUntilComplete(late))
  trace(await loop.runUntilComplete(late))
  loop.close()
  trace(loop.isClosed())
}
