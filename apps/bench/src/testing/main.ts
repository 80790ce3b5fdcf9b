/**
 * `pnpm --filter @acoro/bench testing`: virtual time and explored orders. Rounds of all variants alternate, so that whatever
 * else the machine does falls on all of them; processor time is compared, because that is what a loaded machine leaves alone.
 */

import { exploredOrders } from './explored-orders.ts'
import { acoroSleeps, effectSleeps, fakeTimersSleeps, tickAsyncSleeps } from './virtual-sleeps.ts'

const ROUNDS = 5
const TASKS = 1000
const SLEEPS = 200
const ORDERS = 100_000

async function processorTime(work: () => unknown): Promise<number> {
  globalThis.gc?.()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number
}

/** ms of processor time for each, the first round left out. */
async function measured(variants: Readonly<Record<string, () => unknown>>): Promise<Map<string, number>> {
  const times = new Map(Object.keys(variants).map((name) => [name, [] as number[]]))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, work] of Object.entries(variants)) {
      const time = await processorTime(work)
      if (round > 0) times.get(name)?.push(time)
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]))
}

const sleeps = await measured({
  acoro: () => acoroSleeps(TASKS, SLEEPS),
  'fake-timers, tick by tick': () => fakeTimersSleeps(TASKS, SLEEPS),
  'Effect TestClock': () => effectSleeps(TASKS, SLEEPS),
})
const tickAsync = await processorTime(() => tickAsyncSleeps(TASKS / 100, SLEEPS))
const own = sleeps.get('acoro') as number
console.log(
  `${TASKS} tasks x ${SLEEPS} virtual sleeps (ms of processor time; how many times as long as acoro)`,
)
for (const [name, time] of [
  ...sleeps,
  ['fake-timers, tickAsync (1 % of the tasks, x 100)', tickAsync * 100] as const,
]) {
  console.log(`  ${name.padEnd(50)} ${time.toFixed(0).padStart(7)} ${(time / own).toFixed(1).padStart(7)}`)
}

const orders = await measured({
  random: () => exploredOrders(ORDERS, 'random'),
  pct: () => exploredOrders(ORDERS, 'pct'),
  // Three tasks have 1680 orders, four 369,600.
  'fewest, four tasks': () => exploredOrders(ORDERS, 'fewest', 4),
  'dfs, four tasks': () => exploredOrders(ORDERS, 'dfs', 4),
  'portfolio, four tasks': () => exploredOrders(ORDERS, 'portfolio', 4),
})
console.log('\norders of three small tasks explored in a second of processor time')
for (const [name, time] of orders) {
  console.log(
    `  ${name.padEnd(50)} ${Math.round(ORDERS / (time / 1000))
      .toString()
      .padStart(7)}`,
  )
}
