/// <reference path="../types/disposable.d.ts" preserve="true" />

// For authors of libraries: the pieces that the other packages of acoro are built from.

// Waits of a library

export { Operation } from './coroutine/operation.ts'
export { OwnIterator } from './coroutine/own-iterator.ts'
export { Pause } from './coroutine/pause.ts'
export { Ready } from './coroutine/ready.ts'
export { addExamples, livingExamples } from './current/living.ts'
export { Arrival, type ArrivalOptions } from './parking/arrival.ts'
export { ExternalFuture } from './parking/external-future.ts'
export { JointFuture } from './parking/joint.ts'
export { Turn } from './parking/turn.ts'
export { Parked, WaitQueue, type WaitQueueOptions } from './parking/wait-queue.ts'
export { answerProbe, PROBE } from './tracing/probe.ts'
export { SleepFuture } from './waiting/sleep.ts'

// Coroutines and tasks

export { generatorFunctionOf } from './base/coroutine-function.ts'
export type { FrameStack } from './coroutine/frame-stack.ts'
export { toCoroutine } from './coroutine/to-coroutine.ts'
export { callNow, mayCallNow } from './task/call.ts'
export { coroutineOf } from './task/create-task.ts'
export { runningLoop } from './task/current-task.ts'
export { holdCancel, releaseCancel } from './task/hold.ts'
export { cancelAll } from './waiting/race.ts'
export { cancelAndWait } from './waiting/wait-for.ts'

// Tasks that other code drives

export { beginDriven, beginObserved, isObserved, isUnseen, sharesJobs } from './parking/begin-driven.ts'
export { DrivenSteps } from './parking/driven-steps.ts'
export { DrivenTask } from './parking/driven-task.ts'
export type { Surroundings } from './parking/surroundings.ts'

// Loops and hosts

export { type HiddenField, hiddenField } from './base/hidden-field.ts'
export { MemberList, type Membership } from './base/member-list.ts'
export { Ring } from './base/ring.ts'
export { TimerHeap } from './base/timer-heap.ts'
export { DefaultHost, type Host } from './current/host.ts'
export { onEnd } from './future/on-end.ts'
export { reportUnretrieved } from './future/unretrieved.ts'
export { backgroundLoop, loopOfCall } from './loop/background-loop.ts'
export { deadlockError, stuckTasks } from './loop/deadlock.ts'
export { describeWait } from './loop/describe-wait.ts'
export { keepTasks, onEveryLoop } from './loop/every-loop.ts'
export { checkJob, checkShutdownOptions } from './loop/executor.ts'
export { adoptExecutor } from './loop/executors.ts'
export { waitForShutdown } from './loop/wait-for-shutdown.ts'
export { mainTask, needsShutdown, shutdown } from './program/runner.ts'
export type { LoopOptions } from './scheduler/check.ts'
export { beginRun, callInLoop, checkMayRun, nextDue } from './scheduler/drive.ts'
export type { HeapEntry, Runnable } from './scheduler/handle.ts'
export { isInLoop } from './scheduler/step-aside.ts'

// What the loop cannot see, and what is told of it

export { type Captured, capture } from './tracing/capture.ts'
export { creationPlace, warnUnclosed } from './tracing/debug.ts'
export { watchesTaken, watchTaken } from './tracing/dropped.ts'
export { type External, externalsOf, trackExternal } from './tracing/external.ts'
export type { ScopeKind, TaskHook, TaskKeeper } from './tracing/hooks.ts'
export { firstPlace } from './tracing/native-stack.ts'

// What a viewer sees of a program

export { taskNumber, type WokenBy } from './task/task-number.ts'
export { notePrimitive, type ViewedPrimitive, watchPrimitives } from './tracing/primitives.ts'
export { awaitedTasks } from './viewing/awaited-tasks.ts'
export { slicedCallGraph } from './viewing/call-graph.ts'
export { type ExternalFacts, externalFacts } from './viewing/externals.ts'
export {
  type GroupFacts,
  type Moment,
  type TaskFacts,
  taskFacts,
  type WaitFacts,
  waitingSince,
} from './viewing/facts-of-task.ts'
export type { WaitKind } from './viewing/kind-of-wait.ts'
export {
  livingPrimitives,
  notedPrimitives,
  type PrimitiveFacts,
  type PrimitiveState,
} from './viewing/living-primitives.ts'
export { type LoopStats, loopStats } from './viewing/loop-stats.ts'
export {
  type MergedWait,
  type MergedWaitsOptions,
  mergedWaits,
  type SampledTask,
} from './viewing/merged-waits.ts'
export { atOnce, inSlices, type Sliced, type SliceOptions } from './viewing/sliced.ts'
export { type TaskOutcome, taskOutcome } from './viewing/task-outcome.ts'
export { slicedTasks } from './viewing/task-tree.ts'
export { tasksOf } from './viewing/tasks-of.ts'

// Arguments and errors

export { checkMilliseconds, describeValue, makeCancelledError } from './base/errors.ts'
export { countFrom, duration, durationOrInfinity } from './base/kinds.ts'
export {
  type CheckOption,
  checkOption,
  checkOptions,
  type OptionKind,
  type OptionKinds,
} from './base/options.ts'
