// What all have in common

export { type NamedOptions, Primitive } from './base/primitive.ts'

// What an acquisition returns; after core, which brings `Symbol.dispose` to engines that have none

export { Permit } from './base/permit.ts'

// Locks and signals: asyncio's

export { Barrier, type BarrierStatistics } from './locks/barrier.ts'
export { Condition, type ConditionStatistics } from './locks/condition.ts'
export { Event, type EventStatistics } from './locks/event.ts'
export { Lock, type LockOptions, type LockStatistics } from './locks/lock.ts'

// Locks and signals: more

export { KeyedLock, type KeyedLockStatistics } from './locks/keyed-lock.ts'
export { Latch, type LatchStatistics } from './locks/latch.ts'
export { Notify, type NotifyStatistics } from './locks/notify.ts'
export { OnceCell, type OnceCellStatistics } from './locks/once-cell.ts'
export { RLock, type RLockStatistics } from './locks/r-lock.ts'
export { RwLock, type RwLockStatistics, WritePermit } from './locks/rw-lock.ts'

// Limits: asyncio's

export { BoundedSemaphore, Semaphore, type SemaphoreStatistics } from './limits/semaphore.ts'

// Limits: more

export { CapacityLimiter, type CapacityLimiterStatistics } from './limits/capacity-limiter.ts'
export { ConcurrentMap, type MapConcurrentOptions, mapConcurrent } from './limits/map-concurrent.ts'
export {
  type AcquireOptions,
  type RateChange,
  RateLimiter,
  type RateLimiterOptions,
  type RateLimiterStatistics,
} from './limits/rate-limiter.ts'

// Queues: asyncio's

export { LifoQueue } from './queues/lifo-queue.ts'
export { PriorityQueue } from './queues/priority-queue.ts'
export { Queue, type QueueStatistics } from './queues/queue.ts'

// Channels: queues that end, and values that are sent to many

export {
  BroadcastChannel,
  type BroadcastStatistics,
  type SubscribeOptions,
} from './channels/broadcast-channel.ts'
export { BroadcastReceiver } from './channels/broadcast-receiver.ts'
export { type ChannelOptions, openChannel } from './channels/channel.ts'
export type { ChannelStatistics, Overflow } from './channels/channel-state.ts'
export { OneshotReceiver, OneshotSender, openOneshot } from './channels/oneshot.ts'
export { ReceiveChannel } from './channels/receive-channel.ts'
export { type SelectCases, type Selected, type SelectOptions, select } from './channels/select.ts'
export { SendChannel, SendSlot } from './channels/send-channel.ts'
export { Watcher, type WatchStatistics, WatchValue } from './channels/watch-value.ts'

// Errors

export {
  BrokenBarrierError,
  BrokenResourceError,
  ClosedResourceError,
  EndOfChannel,
  LaggedError,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  WouldBlock,
} from './base/errors.ts'
