// Time

// Order and cancellation
export { type Inject, type InjectCancelOptions, injectCancelEverywhere } from './inject-cancel.ts'
export { VirtualLoop, type VirtualLoopOptions } from './virtual-loop.ts'
