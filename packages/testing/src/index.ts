// Time
export { VirtualLoop, type VirtualLoopOptions } from './virtual-loop.ts'
