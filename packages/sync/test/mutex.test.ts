import {
  BoundedSemaphore,
  CapacityLimiter,
  Condition,
  KeyedLock,
  Lock,
  RLock,
  RwLock,
  Semaphore,
} from '@acoro/sync'
import { mutexSuite } from './suites/mutex-suite.ts'

function plain(lock: Lock | RLock | Semaphore | CapacityLimiter) {
  return {
    acquire: () => lock.acquire(),
    tryAcquire: () => lock.tryAcquire(),
    waiting: () => lock.statistics().waiting,
  }
}

mutexSuite('Lock', (name) => plain(new Lock({ name })))
mutexSuite('Lock({ owned: true })', (name) => plain(new Lock({ name, owned: true })))
mutexSuite('RLock', (name) => plain(new RLock({ name })))
mutexSuite('Semaphore(1)', (name) => plain(new Semaphore(1, { name })))
mutexSuite('BoundedSemaphore(1)', (name) => plain(new BoundedSemaphore(1, { name })))
mutexSuite('CapacityLimiter(1)', (name) => plain(new CapacityLimiter(1, { name })))

mutexSuite('Semaphore(3), taken whole', (name) => {
  const semaphore = new Semaphore(3, { name })
  return {
    acquire: () => semaphore.acquire(3),
    tryAcquire: () => semaphore.tryAcquire(3),
    waiting: () => semaphore.statistics().waiting,
  }
})

mutexSuite("a Condition's lock", (name) => {
  const lock = new Lock({ name })
  const condition = new Condition(lock)
  return {
    acquire: () => condition.acquire(),
    tryAcquire: () => lock.tryAcquire(),
    waiting: () => condition.statistics().waitingForLock,
  }
})

mutexSuite('RwLock.write', (name) => {
  const lock = new RwLock({ name })
  return {
    acquire: () => lock.write(),
    tryAcquire: () => lock.tryWrite(),
    waiting: () => lock.statistics().waitingWriters,
  }
})

mutexSuite('a key of KeyedLock', (name) => {
  const locks = new KeyedLock<string>({ name })
  return {
    acquire: () => locks.acquire('key'),
    tryAcquire: () => locks.tryAcquire('key'),
    waiting: () => locks.statistics().keys[0]?.waiting ?? 0,
  }
})
