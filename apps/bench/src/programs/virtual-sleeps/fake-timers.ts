// A tick to the next instant and one turn of the platform for the promises: the cheapest way, for whoever
// knows the instants.

import FakeTimers from '@sinonjs/fake-timers'
import type { Program } from '../program.ts'

const TASKS = 1000

type Clock = ReturnType<typeof FakeTimers.createClock>

async function child(clock: Clock, times: number): Promise<number> {
  for (let i = 0; i < times; i++) await new Promise<void>((resolve) => clock.setTimeout(() => resolve(), 10))
  return times
}

const program: Program = async (n) => {
  const clock = FakeTimers.createClock()
  const started: Promise<number>[] = []
  for (let i = 0; i < TASKS; i++) started.push(child(clock, n / TASKS))
  for (let i = 0; i < n / TASKS; i++) {
    clock.tick(10)
    await new Promise((resolve) => setImmediate(resolve))
  }
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
