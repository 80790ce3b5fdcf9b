// Time

// Order and cancellation
export { type Inject, type InjectCancelOptions, injectCancelEverywhere } from './inject-cancel.ts'
export { type InstalledGlobals, type InstallGlobalsOptions, installGlobals } from './install-globals.ts'
export { VirtualLoop, type VirtualLoopOptions } from './virtual-loop.ts'
