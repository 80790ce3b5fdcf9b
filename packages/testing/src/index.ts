// Time

export type { FakedName } from './globals/faked-names.ts'
export {
  type InstalledGlobals,
  type InstallGlobalsOptions,
  installGlobals,
} from './globals/install-globals.ts'
export type { VirtualLoopOptions } from './virtual/loop-options.ts'
export { VirtualLoop } from './virtual/virtual-loop.ts'

// Tests

export { LeakError } from './base/leak-error.ts'
export { type VirtualBody, type VirtualOptions, virtual } from './runners/virtual.ts'

// Order

export {
  type Exploration,
  type ExploreOptions,
  explore,
  type OrderOptions,
  replay,
} from './explore/explore.ts'
export type { Explored, ExploredAsync } from './explore/explorer.ts'
export { type RecordOptions, RunRecording, recordRun } from './explore/record-run.ts'
export { OrderError, type OrderReport } from './explore/report/order-error.ts'
export type {
  OrderChoice,
  OrderFile,
  OrderPrimitive,
  OrderStep,
  OrderTask,
  PrimitiveChange,
  TaskChange,
} from './explore/report/order-file.ts'
export type { ReportedStep } from './explore/report/report.ts'
export type { Touches } from './explore/strategy/exhaustive.ts'
export type { StrategyName } from './explore/strategy/strategy.ts'
export { fault, mayCancel } from './explore/world/points.ts'

// Steps

export { waitAllTasksBlocked } from './steps/all-blocked.ts'
export { assertNoBlocking, BlockingError } from './steps/blocking.ts'
export { assertCheckpoint, assertNoCheckpoint, CheckpointError } from './steps/checkpoint.ts'
export { awaitMatchers, type CoroutineMock, coroutineMock } from './steps/coroutine-mock.ts'
export { type Inject, type InjectCancelOptions, injectCancelEverywhere } from './steps/inject-cancel.ts'
export { Sequencer } from './steps/sequencer.ts'
export { type CoroutineStepper, type Step, stepCoroutine } from './steps/step-coroutine.ts'
