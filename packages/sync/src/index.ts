// Taking turns
export { Barrier, type BarrierStatistics } from './barrier.ts'
export { Condition, type ConditionStatistics } from './condition.ts'
// Errors
export { BrokenBarrierError, QueueEmpty, QueueFull, QueueShutDown } from './errors.ts'
export { Event, type EventStatistics } from './event.ts'
// Handing over
export { LifoQueue } from './lifo-queue.ts'
export { Lock, type LockOptions, type LockStatistics } from './lock.ts'
export { Permit } from './permit.ts'
// What all have in common
export { type NamedOptions, Primitive } from './primitive.ts'
export { PriorityQueue } from './priority-queue.ts'
export { Queue, type QueueStatistics } from './queue.ts'
export { BoundedSemaphore, Semaphore, type SemaphoreStatistics } from './semaphore.ts'
