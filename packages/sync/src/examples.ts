/**
 * One living example of each class of sync that comes and goes while a program runs: see `livingExamples` of
 * core.
 */

import { addExamples } from '@acoro/core/lowlevel'
import { Permit } from './base/permit.ts'
import { openChannel } from './channels/channel.ts'
import { select } from './channels/select.ts'
import { CapacityLimiter } from './limits/capacity-limiter.ts'
import { Semaphore } from './limits/semaphore.ts'
import { Condition } from './locks/condition.ts'
import { Event } from './locks/event.ts'
import { Lock } from './locks/lock.ts'
import { RwLock } from './locks/rw-lock.ts'
import { Queue } from './queues/queue.ts'

addExamples(() => {
  const lock = new Lock()
  const semaphore = new Semaphore(1)
  const limiter = new CapacityLimiter(1)
  const event = new Event()
  const queue = new Queue<unknown>(1)
  const [send, receive] = openChannel<unknown>(1)
  const rwLock = new RwLock()

  return [
    ...[lock, lock.acquire(), new Permit(lock, 1)],
    ...[semaphore, semaphore.acquire()],
    ...[limiter, limiter.acquire()],
    ...[event, event.wait(), new Condition()],
    ...[queue, queue.get(), queue.put(undefined)],
    ...[send, receive, send.send(undefined), receive.receive()],
    select([queue.get()]),
    ...[rwLock, rwLock.read(), rwLock.write()],
  ]
})
