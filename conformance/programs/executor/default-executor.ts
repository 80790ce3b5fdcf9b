// What the default executor runs does not run in the loop's thread

import { threadId } from 'node:worker_threads'
import { getRunningLoop, toThread } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const here = threadId

function isOwnThread(): boolean {
  return threadId === here
}

export function* main() {
  const loop = getRunningLoop()
  trace('here', isOwnThread())
  trace('run_in_executor', yield* loop.runInExecutor(null, isOwnThread))
  trace('to_thread', yield* toThread(isOwnThread))
}
