// Waits in every way, with full collections between the rounds. Nothing of a round is alive in the next one,
// so the classes live on in their examples alone. Says `warm` after the first rounds, in which code is
// compiled.

import {
  coroutine,
  createTask,
  type Future,
  gather,
  getRunningLoop,
  run,
  sleep,
  taskGroup,
  timeout,
} from '@acoro/core'
import { Event, Lock, Queue, Semaphore } from '@acoro/sync'

// The built files for Node have them joined in.
if (process.env.ACORO_TEST_DIST !== '1') {
  await import('../../../core/src/examples.ts')
  await import('../../src/examples.ts')
}

const TIMES = 1000

const pause = coroutine(function* pause() {
  for (let i = 0; i < TIMES; i++) yield* sleep(0)
})

const one = coroutine(function* one() {
  yield
  return 1
})

const play = coroutine(function* play(balls: Future<number>[], me: number) {
  const loop = getRunningLoop()
  for (let i = 0; i < TIMES; i++) {
    yield* balls[me] as Future<number>
    balls[me] = loop.createFuture<number>()
    balls[1 - me]?.setResult(1)
  }
})

const pingPong = coroutine(function* pingPong() {
  const loop = getRunningLoop()
  const balls = [loop.createFuture<number>(), loop.createFuture<number>()]
  balls[0]?.setResult(1)
  yield* gather(play(balls, 0), play(balls, 1))
})

const spawning = coroutine(function* spawning() {
  for (let i = 0; i < TIMES; i++) yield* createTask(one())
})

function* group(owner: { createTask(coro: ReturnType<typeof one>): unknown }) {
  owner.createTask(one())
  owner.createTask(one())
}

const together = coroutine(function* together() {
  for (let i = 0; i < TIMES; i++) {
    yield* gather(one(), one())
    yield* taskGroup(group)
    yield* timeout(60_000, one)
  }
})

const consume = coroutine(function* consume(queue: Queue<number>) {
  for (let i = 0; i < TIMES; i++) yield* queue.get()
})

const produce = coroutine(function* produce(queue: Queue<number>) {
  for (let i = 0; i < TIMES; i++) yield* queue.put(i)
})

const queueing = coroutine(function* queueing() {
  const queue = new Queue<number>(1)
  yield* gather(consume(queue), produce(queue))
})

const visit = coroutine(function* visit(lock: Lock, semaphore: Semaphore, event: Event) {
  yield* event.wait()
  for (let i = 0; i < TIMES; i++) {
    using _held = yield* lock.acquire()
    using _permit = yield* semaphore.acquire()
    yield
  }
})

const locking = coroutine(function* locking() {
  const [lock, semaphore, event] = [new Lock(), new Semaphore(1), new Event()]
  const visits = gather(visit(lock, semaphore, event), visit(lock, semaphore, event))
  yield
  event.set()
  yield* visits
})

const collect = (globalThis as unknown as { gc(): void }).gc
for (let round = 0; round < 9; round++) {
  if (round === 6) console.log('warm')
  for (const program of [pause, pingPong, spawning, together, queueing, locking]) {
    await run(program)
    collect()
  }
}
console.log('done')
