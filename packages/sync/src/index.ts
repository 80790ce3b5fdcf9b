// Taking turns: asyncio's
export { Barrier, type BarrierStatistics } from './barrier.ts'
export {
  BroadcastChannel,
  BroadcastReceiver,
  type BroadcastStatistics,
  type SubscribeOptions,
} from './broadcast-channel.ts'
// Taking turns: more
export { CapacityLimiter, type CapacityLimiterStatistics } from './capacity-limiter.ts'
// Handing over: more
export { type ChannelOptions, openChannel } from './channel.ts'
export type { ChannelStatistics, Overflow } from './channel-state.ts'
export { Condition, type ConditionStatistics } from './condition.ts'
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
} from './errors.ts'
export { Event, type EventStatistics } from './event.ts'
export { KeyedLock, type KeyedLockStatistics } from './keyed-lock.ts'
// Handing over: asyncio's
export { LifoQueue } from './lifo-queue.ts'
export { Lock, type LockOptions, type LockStatistics } from './lock.ts'
export { ConcurrentMap, type MapConcurrentOptions, mapConcurrent } from './map-concurrent.ts'
export { Notify, type NotifyStatistics } from './notify.ts'
export { Permit } from './permit.ts'
// What all have in common
export { type NamedOptions, Primitive } from './primitive.ts'
export { PriorityQueue } from './priority-queue.ts'
export { Queue, type QueueStatistics } from './queue.ts'
export { RateLimiter, type RateLimiterOptions, type RateLimiterStatistics } from './rate-limiter.ts'
export { ReceiveChannel } from './receive-channel.ts'
export { RwLock, type RwLockStatistics, WritePermit } from './rw-lock.ts'
export { BoundedSemaphore, Semaphore, type SemaphoreStatistics } from './semaphore.ts'
export { SendChannel, SendSlot } from './send-channel.ts'
export { Watcher, type WatchStatistics, WatchValue } from './watch-value.ts'
