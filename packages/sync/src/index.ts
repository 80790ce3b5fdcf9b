// Taking turns
export { Event, type EventStatistics } from './event.ts'
export { Lock, type LockOptions, type LockStatistics } from './lock.ts'
export { Permit } from './permit.ts'
// What all have in common
export { type NamedOptions, Primitive } from './primitive.ts'

// Handing over
export { Queue, type QueueStatistics } from './queue.ts'
export { QueueEmpty, QueueFull, QueueShutDown } from './queue-errors.ts'
export { BoundedSemaphore, Semaphore, type SemaphoreStatistics } from './semaphore.ts'
