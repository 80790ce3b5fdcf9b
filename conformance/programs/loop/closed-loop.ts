// A closed loop takes nothing any more; closing twice is fine

import { coroutine } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { attempt, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('never')
})

export async function main(loop: VirtualLoop) {
  loop.callSoon(trace, 'dropped')
  loop.close()
  loop.close()
  trace(loop.isClosed(), loop.isRunning())
  attempt('callSoon', () => loop.callSoon(trace, 'never'))
  attempt('callLater', () => loop.callLater(1, trace, 'never'))
  attempt('callAt', () => loop.callAt(1, trace, 'never'))
  attempt('callSoonThreadsafe', () => loop.callSoonThreadsafe(trace, 'never'))
  attempt('createTask', () => loop.createTask(work()))
  await loop.runForever().catch((error) => trace('runForever', 'raised', error))
}
