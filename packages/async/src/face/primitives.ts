/** The primitives of @acoro/sync, for programs with promises. */

import * as sync from '@acoro/sync'
import { faceOf } from './face-class.ts'
import { body, type Convert, made } from './promised.ts'
import type { Face, FaceClass } from './types.ts'

type Generic = abstract new (...args: never[]) => object

/** A class with a type parameter, which `faceOf` cannot carry. */
const generic = (real: Generic, takes?: Readonly<Record<string, Convert>>): never =>
  faceOf(real, takes) as never

export const Lock: FaceClass<typeof sync.Lock> = faceOf(sync.Lock)
export type Lock = Face<sync.Lock>
/** The class KeyedLock. */
export interface KeyedLockClass {
  new <K>(...args: ConstructorParameters<typeof sync.KeyedLock>): Face<sync.KeyedLock<K>>
}
export const KeyedLock: KeyedLockClass = generic(sync.KeyedLock)
export type KeyedLock<K> = Face<sync.KeyedLock<K>>
export const RwLock: FaceClass<typeof sync.RwLock> = faceOf(sync.RwLock)
export type RwLock = Face<sync.RwLock>
export const Event: FaceClass<typeof sync.Event> = faceOf(sync.Event)
export type Event = Face<sync.Event>
export const Notify: FaceClass<typeof sync.Notify> = faceOf(sync.Notify)
export type Notify = Face<sync.Notify>
export const Condition: FaceClass<typeof sync.Condition> = faceOf(sync.Condition)
export type Condition = Face<sync.Condition>
export const Barrier: FaceClass<typeof sync.Barrier> = faceOf(sync.Barrier)
export type Barrier = Face<sync.Barrier>
export const Semaphore: FaceClass<typeof sync.Semaphore> = faceOf(sync.Semaphore)
export type Semaphore = Face<sync.Semaphore>
export const BoundedSemaphore: FaceClass<typeof sync.BoundedSemaphore> = faceOf(sync.BoundedSemaphore)
export type BoundedSemaphore = Face<sync.BoundedSemaphore>
export const CapacityLimiter: FaceClass<typeof sync.CapacityLimiter> = faceOf(sync.CapacityLimiter)
export type CapacityLimiter = Face<sync.CapacityLimiter>
export const RateLimiter: FaceClass<typeof sync.RateLimiter> = faceOf(sync.RateLimiter)
export type RateLimiter = Face<sync.RateLimiter>
export const Latch: FaceClass<typeof sync.Latch> = faceOf(sync.Latch)
export type Latch = Face<sync.Latch>
/** The class OnceCell. */
export interface OnceCellClass {
  new <T>(...args: ConstructorParameters<typeof sync.OnceCell>): Face<sync.OnceCell<T>>
}
export const OnceCell: OnceCellClass = generic(sync.OnceCell, { getOrInit: body })
export type OnceCell<T> = Face<sync.OnceCell<T>>
/** The class Queue. */
export interface QueueClass {
  new <T>(...args: ConstructorParameters<typeof sync.Queue>): Face<sync.Queue<T>>
}
export const Queue: QueueClass = generic(sync.Queue)
export type Queue<T> = Face<sync.Queue<T>>
/** The class LifoQueue. */
export interface LifoQueueClass {
  new <T>(...args: ConstructorParameters<typeof sync.LifoQueue>): Face<sync.LifoQueue<T>>
}
export const LifoQueue: LifoQueueClass = generic(sync.LifoQueue)
export type LifoQueue<T> = Face<sync.LifoQueue<T>>
/** The class PriorityQueue. */
export interface PriorityQueueClass {
  new <T>(...args: ConstructorParameters<typeof sync.PriorityQueue<T>>): Face<sync.PriorityQueue<T>>
}
export const PriorityQueue: PriorityQueueClass = generic(sync.PriorityQueue)
export type PriorityQueue<T> = Face<sync.PriorityQueue<T>>
/** The class BroadcastChannel. */
export interface BroadcastChannelClass {
  new <T>(...args: ConstructorParameters<typeof sync.BroadcastChannel>): Face<sync.BroadcastChannel<T>>
}
export const BroadcastChannel: BroadcastChannelClass = generic(sync.BroadcastChannel)
export type BroadcastChannel<T> = Face<sync.BroadcastChannel<T>>
/** The class WatchValue. */
export interface WatchValueClass {
  new <T>(...args: ConstructorParameters<typeof sync.WatchValue<T>>): Face<sync.WatchValue<T>>
}
export const WatchValue: WatchValueClass = generic(sync.WatchValue)
export type WatchValue<T> = Face<sync.WatchValue<T>>

// They are made by the objects above only.
for (const real of [
  ...[sync.SendChannel, sync.SendSlot, sync.ReceiveChannel, sync.BroadcastReceiver, sync.Watcher],
  ...[sync.OneshotSender, sync.OneshotReceiver],
] as unknown as Generic[])
  faceOf(real)

/** A channel: its two ends. See `openChannel` of @acoro/sync. */
export const openChannel: <T>(
  ...args: Parameters<typeof sync.openChannel>
) => [send: Face<sync.SendChannel<T>>, receive: Face<sync.ReceiveChannel<T>>] = made(sync.openChannel)

/** A channel for one value: its two ends. See `openOneshot` of @acoro/sync. */
export const openOneshot: <T>(
  ...args: Parameters<typeof sync.openOneshot>
) => [send: Face<sync.OneshotSender<T>>, receive: Face<sync.OneshotReceiver<T>>] = made(sync.openOneshot)
