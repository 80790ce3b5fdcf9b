import { asCompletedProgram } from './as-completed.ts'
import { asyncForProgram } from './async-for.ts'
import { asyncWithProgram } from './async-with.ts'
import { callAt } from './call-at.ts'
import { callLater } from './call-later.ts'
import { callSoon } from './call-soon.ts'
import { cancelTask } from './cancel-task.ts'
import { cancelTask2 } from './cancel-task-2.ts'
import { defineCoroutine } from './coroutine.ts'
import { coroutineChain } from './coroutine-chain.ts'
import { coroutineReturn } from './coroutine-return.ts'
import { createTaskProgram } from './create-task.ts'
import { downloads } from './downloads.ts'
import { ensureFutureProgram } from './ensure-future.ts'
import { futureAwait } from './future-await.ts'
import { futureCallback } from './future-callback.ts'
import { futureEventLoop } from './future-event-loop.ts'
import { gatherProgram } from './gather.ts'
import { generatorCoroutine } from './generator.ts'
import type { TourProgram } from './program.ts'
import { taskStates } from './task-states.ts'
import { waitProgram } from './wait.ts'

/** The tour in reading order. Each program is in the file of its name. */
export const tour: Readonly<Record<string, TourProgram>> = {
  coroutine: defineCoroutine,
  'coroutine-return': coroutineReturn,
  'coroutine-chain': coroutineChain,
  generator: generatorCoroutine,
  'call-soon': callSoon,
  'call-later': callLater,
  'call-at': callAt,
  'future-event-loop': futureEventLoop,
  'future-await': futureAwait,
  'future-callback': futureCallback,
  'create-task': createTaskProgram,
  'task-states': taskStates,
  'cancel-task': cancelTask,
  'cancel-task-2': cancelTask2,
  'ensure-future': ensureFutureProgram,
  wait: waitProgram,
  gather: gatherProgram,
  'as-completed': asCompletedProgram,
  'async-with': asyncWithProgram,
  'async-for': asyncForProgram,
  downloads,
}
