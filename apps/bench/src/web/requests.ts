// What a request costs the server with handlers of @acoro/web, beside the bare framework with the same
// handler in async/await; how much memory a request takes that waits; and how long a refusal takes. It is
// processor time, because requests a second say more about what else the machine does. The client is a
// process of its own. The rounds alternate; the median of the ratios of neighbours is shown.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sleep } from '@acoro/core'
import { handler } from '@acoro/web'
import { writeFigures } from '../harness/figures-page.ts'
import type { Order } from './client.ts'
import { type Gate, type Subject, subjects } from './subjects.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    requests: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})
const amount = Number(values.requests)
const rounds = Number(values.rounds)
/** How many requests are held to see what each of them takes. */
const HELD = 1000

const client = fork(fileURLToPath(new URL('./client.mjs', import.meta.url)))
client.on('exit', (code) => code && process.exit(1))

async function tell(order: Order): Promise<void> {
  const done = once(client, 'message')
  client.send(order)
  await done
}

/** Processor time of a request in µs. */
async function costOf(url: string): Promise<number> {
  const before = process.cpuUsage()
  await tell({ do: 'load', url, amount })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / amount
}

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] as number
const lines: string[] = []

/** A row: bare, own, and how many times as many requests acoro answers in the same processor time. */
function row(name: string, bare: number, own: number, ratio: number, unit: string): void {
  const cells = [name, `${bare.toFixed(1)} ${unit}`, `${own.toFixed(1)} ${unit}`, ratio.toFixed(2)]
  lines.push(`| ${cells.join(' | ')} |`)
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(36) : cell.padStart(12))).join(' '))
}

async function compareTimes(name: string, path: string, bare: Subject, own: Subject): Promise<void> {
  const [first, second] = [`${bare.url}${path}`, `${own.url}${path}`]
  for (const url of [first, second, first, second]) await costOf(url)
  const samples: [number, number][] = []
  for (let round = 0; round < rounds; round++) {
    // Each is first as often as second.
    if (round % 2 === 0) samples.push([await costOf(first), await costOf(second)])
    else {
      const b = await costOf(second)
      samples.push([await costOf(first), b])
    }
  }
  const ratio = median(samples.map(([a, b]) => a / b))
  row(name, median(samples.map(([a]) => a)), median(samples.map(([, b]) => b)), ratio, 'µs')
}

const heap = (): number => {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1024
}

/** KiB of the heap for each request that waits, its connection included. */
async function memoryOf(open: (gate: Gate) => Promise<Subject>): Promise<number> {
  let release = (): void => {}
  const opened = new Promise<void>((resolve) => {
    release = resolve
  })
  let arrived = 0
  let all = (): void => {}
  const here = new Promise<void>((resolve) => {
    all = resolve
  })
  const subject = await open({ opened, arrived: () => ++arrived === HELD && all() })
  await costOf(subject.url)
  const before = heap()
  await tell({ do: 'hold', url: subject.url, amount: HELD })
  await here
  const each = (heap() - before) / HELD
  release()
  await tell({ do: 'leave' })
  await subject.close()
  return each
}

const never: Gate = { opened: Promise.resolve(), arrived() {} }
for (const [name, [openBare, openOwn]] of Object.entries(subjects)) {
  if (!name.includes(values.only)) continue
  const [bare, own] = [await openBare(never), await openOwn(never)]
  await compareTimes(`${name}, answered at once`, '', bare, own)
  await compareTimes(`${name}, answered after 1 ms`, 'later', bare, own)
  await bare.close()
  await own.close()
  const [a, b] = [await memoryOf(openBare), await memoryOf(openOwn)]
  row(`${name}, heap of a request that waits`, a, b, a / b, 'KiB')
}

const full = handler(() => sleep(1_000, new Response()), { maxConcurrent: 1 })
const busy = full(new Request('http://x.test/'))
const times: number[] = []
for (let i = 0; i < 2000; i++) {
  const request = new Request('http://x.test/')
  const before = performance.now()
  await full(request)
  times.push(performance.now() - before)
}
times.sort((x, y) => x - y)
const [middle, late] = [(times[1000] as number) * 1000, (times[1980] as number) * 1000]
const refusal = `A 503 above \`maxConcurrent\` takes ${middle.toFixed(0)} µs, and ${late.toFixed(0)} µs in one case of a hundred.`
console.log(refusal)
await busy
if (values.write && process.env.ACORO_BENCH_PAGE !== undefined) {
  const machine = `${process.version} on ${cpus()[0]?.model.trim()}, load ${(loadavg()[0] as number).toFixed(1)}.`
  const head = ['| | bare | acoro | bare / acoro |', '|---|--:|--:|--:|']
  writeFigures(process.env.ACORO_BENCH_PAGE, [machine, '', ...head, ...lines, '', refusal].join('\n'))
}
process.exit()
