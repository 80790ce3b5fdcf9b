// Time

// Turns, by hand
export { assertCheckpoint, assertNoCheckpoint, CheckpointError } from './checkpoint.ts'
// Order and cancellation
export { type Exploration, type ExploreOptions, explore, replay } from './explore.ts'
export type { Explored } from './explorer.ts'
export { type Inject, type InjectCancelOptions, injectCancelEverywhere } from './inject-cancel.ts'
export { type InstalledGlobals, type InstallGlobalsOptions, installGlobals } from './install-globals.ts'
// Tests
export { LeakError } from './leak-error.ts'
export { OrderError } from './order-error.ts'
export { Sequencer } from './sequencer.ts'
export { type CoroutineStepper, type Step, stepCoroutine } from './step-coroutine.ts'
export type { StrategyName } from './strategies.ts'
export { type VirtualBody, type VirtualOptions, virtual } from './virtual.ts'
export { VirtualLoop, type VirtualLoopOptions } from './virtual-loop.ts'
