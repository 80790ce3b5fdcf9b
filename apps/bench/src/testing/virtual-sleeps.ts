/**
 * Many tasks that sleep again and again in virtual time: what a test of anything with timeouts and retries
 * consists of.
 *
 * fake-timers runs callbacks, so whoever uses it with promises has to let these run after each step of time:
 * here that is done as cheaply as it can be, by a tick to the next instant and one turn of the platform,
 * which a test can do only where it knows the instants. Its own `tickAsync`, which needs no such knowledge,
 * takes a real timer for each virtual one: it is measured with a hundredth of the tasks.
 */

import { coroutine, createTask, sleep, type Task } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import FakeTimers from '@sinonjs/fake-timers'
import { Effect, Fiber } from 'effect'
import { TestClock } from 'effect/testing'

const PERIOD = 10

const sleepAgainAndAgain = coroutine(function* sleepAgainAndAgain(sleeps: number) {
  for (let n = 0; n < sleeps; n++) yield* sleep(PERIOD)
})

/** Gives the virtual time it took, as all of these do. */
export function acoroSleeps(tasks: number, sleeps: number): number {
  const loop = new VirtualLoop()
  loop.runSync(function* () {
    const started: Task<void>[] = []
    for (let n = 0; n < tasks; n++) started.push(createTask(sleepAgainAndAgain(sleeps)))
    for (const task of started) yield* task
  })
  return loop.time()
}

type Clock = ReturnType<typeof FakeTimers.createClock>

async function sleepWithTimers(clock: Clock, sleeps: number): Promise<void> {
  for (let n = 0; n < sleeps; n++)
    await new Promise<void>((resolve) => clock.setTimeout(() => resolve(), PERIOD))
}

export async function fakeTimersSleeps(tasks: number, sleeps: number): Promise<number> {
  const clock = FakeTimers.createClock()
  const started = Array.from({ length: tasks }, () => sleepWithTimers(clock, sleeps))
  for (let n = 0; n < sleeps; n++) {
    clock.tick(PERIOD)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(started)
  return clock.now
}

export async function tickAsyncSleeps(tasks: number, sleeps: number): Promise<number> {
  const clock = FakeTimers.createClock()
  const started = Array.from({ length: tasks }, () => sleepWithTimers(clock, sleeps))
  await clock.tickAsync(PERIOD * sleeps)
  await Promise.all(started)
  return clock.now
}

const sleepAsEffect = (sleeps: number) =>
  Effect.gen(function* () {
    for (let n = 0; n < sleeps; n++) yield* Effect.sleep(PERIOD)
  })

export function effectSleeps(tasks: number, sleeps: number): Promise<number> {
  const program = Effect.gen(function* () {
    const started: Fiber.Fiber<void>[] = []
    for (let n = 0; n < tasks; n++) started.push(yield* Effect.forkChild(sleepAsEffect(sleeps)))
    yield* TestClock.adjust(PERIOD * sleeps)
    for (const fiber of started) yield* Fiber.join(fiber)
    return PERIOD * sleeps
  })
  return Effect.runPromise(Effect.provide(program, TestClock.layer()))
}
