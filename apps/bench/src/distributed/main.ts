/**
 * `pnpm --filter @acoro/bench distributed`: jobs a second and the time of an empty job, beside plain BullMQ
 * on the same Redis.
 *
 *   --rounds n   of both in turns; 11 unless given
 *   --size f     that much of each round
 *   --write      writes the table into the page of the package
 *   --smoke      a short run, which fails only if something does not work
 *
 * Each side has its worker in a process of its own. A ratio is taken within a round, and the median of the
 * ratios is told.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { median } from '../harness/median.ts'
import { ownSide, plainSide, type Side } from './sides.ts'
import { type Row, tableOf, writeTable } from './table.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    rounds: { type: 'string', default: '11' },
    size: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
  },
})

interface Workload {
  readonly name: string
  readonly concurrency: number
  readonly calls: number
  /** How many calls are under way. */
  readonly under: number
  readonly measure: 'rate' | 'latency'
}

const workloads: readonly Workload[] = [
  { name: 'an empty job', concurrency: 10, calls: 300, under: 1, measure: 'latency' },
  { name: 'concurrency 10', concurrency: 10, calls: 3000, under: 20, measure: 'rate' },
  { name: 'concurrency 100', concurrency: 100, calls: 5000, under: 200, measure: 'rate' },
]

/** Starts a worker. It ends with this process, whose pipe closes then. */
function startWorker(variant: string, address: string, concurrency: number): ChildProcess {
  const program = fileURLToPath(new URL('worker.ts', import.meta.url))
  const args = [...process.execArgv, program, variant, address, String(concurrency)]
  return spawn(process.execPath, args, { stdio: ['pipe', 'inherit', 'inherit'] })
}

async function figure(side: Side, { calls, under, measure }: Workload, size: number): Promise<number> {
  const count = Math.ceil(calls * size)
  const began = performance.now()
  const times = await side(count, under)
  return measure === 'latency' ? median(times) : (1000 * count) / (performance.now() - began)
}

const rounds = values.smoke ? 1 : Number(values.rounds)
const size = values.smoke ? 0.1 : Number(values.size)
const redis = await RedisServer.start()
const { address } = redis
const rows: Row[] = []
console.log(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`,
)
for (const workload of workloads) {
  const { concurrency } = workload
  const workers = ['plain', 'acoro'].map((variant) => startWorker(variant, address, concurrency))
  const [plain, closePlain] = await plainSide(address, concurrency)
  const [own, closeOwn] = ownSide(address, concurrency)
  await figure(plain, workload, size / 2)
  await figure(own, workload, size / 2)
  const found: { plain: number; acoro: number; ratio: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0
    const a = await figure(first ? plain : own, workload, size)
    const b = await figure(first ? own : plain, workload, size)
    const [base, acoro] = first ? [a, b] : [b, a]
    found.push({ plain: base, acoro, ratio: acoro / base })
  }
  await Promise.all([closePlain(), closeOwn()])
  for (const worker of workers) worker.kill()
  const of = (key: 'plain' | 'acoro' | 'ratio') => median(found.map((each) => each[key]))
  rows.push({
    name: workload.name,
    measure: workload.measure,
    plain: of('plain'),
    acoro: of('acoro'),
    ratio: of('ratio'),
  })
  console.log(tableOf(rows.slice(-1)).split('\n').at(-1))
}
if (values.write) writeTable(rows, rounds)
await redis[Symbol.asyncDispose]()
process.exit()
