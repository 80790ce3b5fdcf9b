import type { Awaitable } from '@acoro/core'
import { BoundedSemaphore, CapacityLimiter, Lock, Notify, type Permit, RwLock, Semaphore } from '@acoro/sync'
import { type Machine, mustHold, Tasks } from './machine.ts'

interface Held<K> {
  readonly kind: K
  readonly permit: Permit
}

/** What gives permits, seen from outside; `K` is what is asked for. */
interface Giver<K> {
  kindOf(argument: number): K
  acquire(kind: K): Awaitable<Permit>
  tryAcquire(kind: K): Permit | undefined
  waiting(): number
  /** Is one of them made to wait until the other has had its turn, not only given it? */
  exclude(one: K, other: K): boolean
  /** May these be held at a time? */
  fits(held: K[]): boolean
  /** May this be given while these are held? Unless said otherwise, where they fit together. */
  gives?(held: K[], kind: K): boolean
}

/** Permits against the list of those who hold them, and the line of those who wait. */
function permitMachine<K>(giver: Giver<K>): Machine {
  const held: Held<K>[] = []
  const waiting = new Tasks<{ readonly kind: K; readonly arrival: number }>()
  const served: { readonly kind: K; readonly arrival: number }[] = []
  let arrivals = 0

  function* acquire(kind: K, arrival: number) {
    const permit = yield* giver.acquire(kind)
    held.push({ kind, permit })
    const passed = served.find((other) => other.arrival > arrival && giver.exclude(other.kind, kind))
    mustHold(passed === undefined, `first come, first served: ${passed?.arrival} went before ${arrival}`)
    served.push({ kind, arrival })
  }

  return {
    actions: [
      (argument) => {
        const tag = { kind: giver.kindOf(argument), arrival: arrivals++ }
        waiting.start(acquire(tag.kind, tag.arrival), tag)
      },
      (argument) => {
        const kind = giver.kindOf(argument)
        const permit = giver.tryAcquire(kind)
        if (permit !== undefined) held.push({ kind, permit })
      },
      (argument) => {
        if (held.length > 0) held.splice(argument % held.length, 1)[0]!.permit.release()
      },
      (argument) => waiting.cancel(argument),
    ],
    check() {
      mustHold(giver.fits(held.map(({ kind }) => kind)), 'no more is held than there is')
    },
    checkAtRest() {
      const line = waiting.live
      mustHold(
        giver.waiting() === line.length,
        `all who wait are in line: ${line.length}, got ${giver.waiting()}`,
      )
      const first = line[0]
      if (first !== undefined) {
        const kinds = held.map(({ kind }) => kind)
        const given = giver.gives?.(kinds, first.kind) ?? giver.fits([...kinds, first.kind])
        mustHold(!given, 'nobody is first in line for what is there')
      }
    },
  }
}

function semaphoreMachine(semaphore: Semaphore, permits: number): Machine {
  return permitMachine<number>({
    kindOf: (argument) => 1 + (argument % Math.min(permits, 3)),
    acquire: (weight) => semaphore.acquire(weight),
    tryAcquire: (weight) => semaphore.tryAcquire(weight),
    waiting: () => semaphore.statistics().waiting,
    exclude: () => true,
    fits: (weights) => weights.reduce((sum, weight) => sum + weight, 0) <= permits,
  })
}

function lockMachine(): Machine {
  const lock = new Lock()
  return permitMachine<1>({
    kindOf: () => 1,
    acquire: () => lock.acquire(),
    tryAcquire: () => lock.tryAcquire(),
    waiting: () => lock.statistics().waiting,
    exclude: () => true,
    fits: (held) => held.length <= 1,
  })
}

function rwLockMachine(): Machine {
  const lock = new RwLock()
  return permitMachine<'read' | 'write'>({
    kindOf: (argument) => (argument % 3 === 0 ? 'write' : 'read'),
    acquire: (kind) => (kind === 'read' ? lock.read() : lock.write()),
    tryAcquire: (kind) => (kind === 'read' ? lock.tryRead() : lock.tryWrite()),
    waiting: () => lock.statistics().waitingReaders + lock.statistics().waitingWriters,
    exclude: (one, other) => one === 'write' || other === 'write',
    fits: (held) => held.length <= 1 || !held.includes('write'),
  })
}

function limiterMachine(): Machine {
  const limiter = new CapacityLimiter(3)
  const machine = permitMachine<object>({
    kindOf: () => ({}),
    acquire: (borrower) => limiter.acquire(borrower),
    tryAcquire: (borrower) => limiter.tryAcquire(borrower),
    waiting: () => limiter.statistics().waiting,
    exclude: () => false,
    // Made smaller, it takes nothing away; it lends no more.
    fits: (held) => held.length <= Math.max(limiter.totalTokens, most),
    gives: (held) => held.length < limiter.totalTokens,
  })
  let most = 3
  return {
    ...machine,
    actions: [
      ...machine.actions,
      (argument) => {
        limiter.totalTokens = 1 + (argument % 5)
        most = limiter.borrowedTokens
      },
    ],
    check() {
      most = Math.min(most, limiter.borrowedTokens)
      machine.check()
    },
  }
}

/** Small enough for a model that does the same: a flag and the length of the line. */
function notifyMachine(): Machine {
  const notify = new Notify()
  interface Waiter {
    state: 'new' | 'parked' | 'woken'
  }
  const waiting = new Tasks<Waiter>()
  const line: Waiter[] = []
  let kept = false

  function notifyOne(): void {
    const first = line.shift()
    if (first === undefined) kept = true
    else first.state = 'woken'
  }

  function* wait(waiter: Waiter) {
    if (kept) kept = false
    else {
      waiter.state = 'parked'
      line.push(waiter)
    }
    try {
      yield* notify.wait()
    } catch (error) {
      if (waiter.state === 'woken') notifyOne()
      throw error
    }
  }

  return {
    actions: [
      () => {
        const waiter: Waiter = { state: 'new' }
        waiting.start(wait(waiter), waiter)
      },
      () => {
        notify.notifyOne()
        notifyOne()
      },
      (argument) => {
        const cancelled = waiting.cancel(argument)
        if (cancelled?.state === 'parked') line.splice(line.indexOf(cancelled), 1)
        if (cancelled?.state === 'parked') cancelled.state = 'new'
      },
      (argument) => {
        // Who is woken with all others has nothing to hand on.
        if (argument > 40) return
        notify.notifyAll()
        for (const waiter of line.splice(0)) waiter.state = 'new'
      },
    ],
    check() {
      const { notified, waiting: parked } = notify.statistics()
      mustHold(parked === line.length, `${line.length} wait, got ${parked}`)
      mustHold(notified === kept, kept ? 'a notification is kept' : 'no notification is kept')
    },
    checkAtRest() {
      this.check()
      mustHold(waiting.live.length === line.length, 'all who wait are in line')
    },
  }
}

export const permitMachines: Record<string, () => Machine> = {
  Lock: lockMachine,
  'Semaphore of 1': () => semaphoreMachine(new Semaphore(1), 1),
  'Semaphore of 4, by weight': () => semaphoreMachine(new Semaphore(4), 4),
  'BoundedSemaphore of 3, by weight': () => semaphoreMachine(new BoundedSemaphore(3), 3),
  RwLock: rwLockMachine,
  'CapacityLimiter, resized': limiterMachine,
  Notify: notifyMachine,
}
