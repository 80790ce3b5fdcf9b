/**
 * `pnpm --filter @acoro/bench testing [--orders] [--write]`: virtual time and explored orders. Rounds of all
 * variants alternate, so that whatever else the machine does falls on all of them; processor time is
 * compared, because that is what a loaded machine leaves alone. With `--orders` only the orders; with
 * `--write` they go into the page of the package.
 */

import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { writeFigures } from '../harness/figures-page.ts'
import { exploredOrders, exploredPromises, exploredSystem } from './explored-orders.ts'
import { acoroSleeps, effectSleeps, fakeTimersSleeps, tickAsyncSleeps } from './virtual-sleeps.ts'

const ROUNDS = 5
const TASKS = 1000
const SLEEPS = 200
const ORDERS = 20_000

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
async function measured(
  variants: Readonly<Record<string, () => unknown>>,
  rounds: number = ROUNDS,
): Promise<Map<string, number>> {
  const times = new Map(Object.keys(variants).map((name) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const [name, work] of Object.entries(variants)) {
      const time = await processorTime(work)
      if (round > 0) times.get(name)?.push(time)
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]))
}

async function compareSleeps(): Promise<void> {
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
}

if (!process.argv.includes('--orders')) await compareSleeps()

/** How many orders of each are tried. */
const explored: Readonly<Record<string, readonly [orders: number, explore: (orders: number) => unknown]>> = {
  'three small tasks, `random`': [ORDERS, (orders) => exploredOrders(orders, 'random')],
  'three small tasks, `pct`': [ORDERS, (orders) => exploredOrders(orders, 'pct')],
  // Three tasks have 1680 orders, four 369,600.
  'four small tasks, `fewest`': [ORDERS, (orders) => exploredOrders(orders, 'fewest', 4)],
  'four small tasks, `dfs`': [ORDERS, (orders) => exploredOrders(orders, 'dfs', 4)],
  'four small tasks, `portfolio`': [ORDERS, (orders) => exploredOrders(orders, 'portfolio', 4)],
  'an async function with six timers': [ORDERS / 50, exploredPromises],
  'a server and a client that may crash': [ORDERS / 100, exploredSystem],
}
const times = await measured(
  Object.fromEntries(
    Object.entries(explored).map(([name, [orders, explore]]) => [name, () => explore(orders)]),
  ),
  3,
)
const rates = [...times].map(([name, time]) => {
  const [orders] = explored[name] as [number, unknown]
  const rate = Math.round(orders / (time / 1000))
  return [name, Number(rate.toPrecision(2)).toLocaleString('en')] as const
})
console.log('\norders explored in a second of processor time')
for (const [name, rate] of rates) console.log(`  ${name.padEnd(50)} ${rate.padStart(9)}`)

if (process.argv.includes('--write')) {
  const machine = `${process.version} on ${cpus()[0]?.model.trim()}, load ${(loadavg()[0] as number).toFixed(1)}.`
  const rows = rates.map(([name, rate]) => `| ${name} | ${rate} |`)
  writeFigures(
    fileURLToPath(new URL('../../../../docs/packages/testing.md', import.meta.url)),
    [machine, '', '| orders explored in a second of processor time | |', '|---|--:|', ...rows].join('\n'),
  )
}
