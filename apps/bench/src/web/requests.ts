// What a request costs the server with handlers of @acoro/web, beside the bare framework with the same
// handler in async/await; how much memory a request takes that waits; and how long a refusal takes. It is
// processor time, because requests a second say more about what else the machine does. Each server and the
// client are processes of their own. Two processes of the same program can differ by a third, so there are
// several pairs of servers, whose rounds alternate; the median of the pairs is shown. With one request in
// flight on each connection, the server is woken for each of them, which is more work than the request; with
// ten there is always something to do.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sleep } from '@acoro/core'
import { handler } from '@acoro/web'
import { writeFigures } from '../harness/figures-page.ts'
import type { Order } from './client.ts'
import type { Question } from './server.ts'
import { subjects } from './subjects.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    requests: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    pairs: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})
const amount = Number(values.requests)
const rounds = Number(values.rounds)
/** So many rounds until the optimising compiler has seen what it needs: 100,000 requests. */
const WARM_UP = 5
/** How many requests are held to see what each of them takes. */
const HELD = 1000

function forked(program: string, ...args: string[]): ChildProcess {
  const child = fork(fileURLToPath(new URL(`./${program}.mjs`, import.meta.url)), args)
  child.on('exit', (code) => code && process.exit(1))
  return child
}

async function answerOf(child: ChildProcess, message: object): Promise<unknown> {
  const answer = once(child, 'message')
  child.send(message)
  return (await answer)[0]
}

const client = forked('client')
const tell = (order: Order): Promise<unknown> => answerOf(client, order)

class Server {
  readonly #child: ChildProcess
  readonly url: string

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
  }

  static async open(name: string, kind: 'bare' | 'own'): Promise<Server> {
    const child = forked('server', name, kind)
    return new Server(child, (await once(child, 'message'))[0] as string)
  }

  async ask(question: Question, count = 0): Promise<number> {
    return (await answerOf(this.#child, [question, count])) as number
  }

  /** Processor time of a request in µs. */
  async costOf(path: string, inFlight: number): Promise<number> {
    const before = await this.ask('processor')
    await tell({ do: 'load', url: `${this.url}${path}`, amount, inFlight })
    return ((await this.ask('processor')) - before) / amount
  }

  /** KiB of the heap for each request that waits, its connection included. */
  async memory(): Promise<number> {
    const before = await this.ask('heap')
    await tell({ do: 'hold', url: this.url, amount: HELD })
    await this.ask('held', HELD)
    const each = ((await this.ask('heap')) - before) / HELD
    await this.ask('release')
    await tell({ do: 'leave' })
    return each
  }

  close(): void {
    this.#child.disconnect()
  }
}

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] as number
const lines: string[] = []

/** A row: bare, own, and how many times as many requests acoro answers in the same processor time. */
function row(name: string, bare: number, own: number, ratio: number, unit: string): void {
  const cells = [name, `${bare.toFixed(1)} ${unit}`, `${own.toFixed(1)} ${unit}`, ratio.toFixed(2)]
  lines.push(`| ${cells.join(' | ')} |`)
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(42) : cell.padStart(12))).join(' '))
}

type Sample = [bare: number, own: number]

/** The medians of the rounds of a pair. */
async function compareTimes(path: string, inFlight: number, bare: Server, own: Server): Promise<Sample> {
  const samples: Sample[] = []
  for (let round = -WARM_UP; round < rounds; round++) {
    // Each is first as often as second.
    const own0 = round % 2 === 0 ? undefined : await own.costOf(path, inFlight)
    const sample: Sample = [await bare.costOf(path, inFlight), own0 ?? (await own.costOf(path, inFlight))]
    if (round >= 0) samples.push(sample)
  }
  return [median(samples.map(([a]) => a)), median(samples.map(([, b]) => b))]
}

function rowOf(name: string, samples: readonly Sample[], unit: string): void {
  const ratio = median(samples.map(([a, b]) => a / b))
  row(name, median(samples.map(([a]) => a)), median(samples.map(([, b]) => b)), ratio, unit)
}

/** What is asked for, and how many requests are under way on each of the 20 connections. */
const LOADS: readonly (readonly [what: string, path: string, inFlight: number])[] = [
  ['answered at once', '', 1],
  ['answered at once, 10 in flight', '', 10],
  ['answered after 1 ms', 'later', 1],
  ['answered after 1 ms, 10 in flight', 'later', 10],
]

for (const name of Object.keys(subjects)) {
  if (!name.includes(values.only)) continue
  const times: Sample[][] = LOADS.map(() => [])
  const memory: Sample[] = []
  for (let pair = 0; pair < Number(values.pairs); pair++) {
    const [bare, own] = [await Server.open(name, 'bare'), await Server.open(name, 'own')]
    for (const [at, [, path, inFlight]] of LOADS.entries()) {
      times[at]?.push(await compareTimes(path, inFlight, bare, own))
    }
    memory.push([await bare.memory(), await own.memory()])
    bare.close()
    own.close()
  }
  LOADS.forEach(([what], at) => void rowOf(`${name}, ${what}`, times[at] ?? [], 'µs'))
  rowOf(`${name}, heap of a request that waits`, memory, 'KiB')
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
