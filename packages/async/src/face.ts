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
  CapacityLimiter,
  Condition,
  Event,
  KeyedLock,
  LifoQueue,
  Lock,
  Notify,
  openChannel,
  PriorityQueue,
  Queue,
  RateLimiter,
  RwLock,
  Semaphore,
  WatchValue,
} from './face/primitives.ts'

// Types

export type { Face, FaceClass, Inward, Outward } from './face/types.ts'
