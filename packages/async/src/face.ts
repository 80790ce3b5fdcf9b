// Waiting

export {
  asCompleted,
  gather,
  moveOnAfter,
  race,
  shield,
  sleep,
  type TaskGroup,
  taskGroup,
  timeout,
  timeoutAt,
  toThread,
  wait,
  waitFor,
} from './face/waiting.ts'

// Locks, limits, queues and channels

export { type SelectCase, type SelectCases, type Selected, select } from './face/choosing.ts'
export { type MappedConcurrently, mapConcurrent } from './face/map-concurrent.ts'

export {
  Barrier,
  BoundedSemaphore,
  BroadcastChannel,
  type BroadcastChannelClass,
  CapacityLimiter,
  Condition,
  Event,
  KeyedLock,
  type KeyedLockClass,
  Latch,
  LifoQueue,
  type LifoQueueClass,
  Lock,
  Notify,
  OnceCell,
  type OnceCellClass,
  openChannel,
  openOneshot,
  PriorityQueue,
  type PriorityQueueClass,
  Queue,
  type QueueClass,
  RateLimiter,
  RwLock,
  Semaphore,
  WatchValue,
  type WatchValueClass,
} from './face/primitives.ts'

// Types

export type { Face, FaceClass, Inward, Outward } from './face/types.ts'
