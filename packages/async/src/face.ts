// Waiting

export {
  asCompleted,
  gather,
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
  LifoQueue,
  type LifoQueueClass,
  Lock,
  Notify,
  openChannel,
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
