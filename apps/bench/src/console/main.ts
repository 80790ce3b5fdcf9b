/**
 * `pnpm --filter @acoro/bench console`: what a console costs the program, as ratios to the same program
 * without one. The programs live side by side and take turns, and the processor time of their main threads is
 * compared. Then what it takes to look at 100,000 tasks: how long the program's thread is kept at most, and
 * how long a viewer waits.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpus, loadavg } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const KINDS = ['none', 'imported', 'attached', 'recording'] as const
const GOALS: Readonly<Record<string, readonly [bare: number, working: number]>> = {
  imported: [1, 1],
  attached: [1.15, 1.02],
  recording: [2, 1.15],
}
/** Processes of one program differ by a tenth and more, so the medians are those of several sets of them. */
const SETS = 5
const ROUNDS = 4
/** The system counts a thread's time by ticks of 4 ms, so a sample takes some hundreds of ms. */
const STEPS = 800_000
const TASKS = 100_000
const MOST_KEPT = 5
/** A pause of the machine or of the collector falls into few windows, an answer into each of them. */
const WINDOWS = 5
/** ms. A survey comes at most every 2 s, so each window has one. */
const WINDOW = 2500
const PAUSE = 100
const MOST_WAIT = 100

interface Program {
  readonly child: ChildProcess
  readonly url: string
  obey(order: object): Promise<number>
}

async function started(kind: string): Promise<Program> {
  const file = fileURLToPath(new URL('child.ts', import.meta.url))
  const args = [...process.execArgv, '--max-old-space-size=2048', file, kind]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]()
  const line = async (): Promise<string> => (await lines.next()).value as string
  const url = JSON.parse(await line()) as string
  return {
    child,
    url,
    async obey(order) {
      child.stdin?.write(`${JSON.stringify(order)}\n`)
      return Number(await line())
    },
  }
}

async function ended({ child }: Program): Promise<void> {
  child.stdin?.end()
  await once(child, 'exit')
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number
}

/** The ratios to the first program within rounds are added to `found`, by kind. */
async function addRatios(
  found: Map<string, number[]>,
  programs: ReadonlyMap<string, Program>,
  work: number,
): Promise<void> {
  for (let round = 0; round < ROUNDS + 2; round++) {
    const times = new Map<string, number>()
    for (const [kind, program] of programs) {
      times.set(kind, await program.obey({ what: 'steps', count: work > 0 ? STEPS / 4 : STEPS, work }))
    }
    // The first rounds compile.
    if (round < 2) continue
    for (const [kind, time] of times) {
      found.set(kind, [...(found.get(kind) ?? []), time / (times.get('none') as number)])
    }
  }
}

function spread(ms: readonly number[]): string {
  return `${median(ms).toFixed(1)} ms (${Math.min(...ms).toFixed(1)} to ${Math.max(...ms).toFixed(1)})`
}

function verdict(value: number, goal: number): string {
  return `${value <= goal ? 'holds' : 'does not hold'} (at most ${goal})`
}

async function costs(): Promise<void> {
  const [bare, working] = [new Map<string, number[]>(), new Map<string, number[]>()]
  for (let set = 0; set < SETS; set++) {
    const programs = new Map<string, Program>()
    for (const kind of KINDS) programs.set(kind, await started(kind))
    const first = programs.get('none') as Program
    const spins = 5_000_000
    await first.obey({ what: 'spin', count: spins })
    const work = Math.round(0.002 / ((await first.obey({ what: 'spin', count: spins })) / spins))
    await addRatios(bare, programs, 0)
    await addRatios(working, programs, work)
    for (const program of programs.values()) await ended(program)
  }
  console.log('processor time of the program, beside the same without a console')
  for (const [kind, [mostBare, mostWorking]] of Object.entries(GOALS)) {
    const [a, b] = [median(bare.get(kind) as number[]), median(working.get(kind) as number[])]
    console.log(
      `  ${kind.padEnd(10)} bare pause ${a.toFixed(2)} ${verdict(a, kind === 'imported' ? 1.03 : mostBare)}`,
    )
    console.log(
      `  ${''.padEnd(10)} steps of 2 µs ${b.toFixed(2)} ${verdict(b, kind === 'imported' ? 1.03 : mostWorking)}`,
    )
  }
}

async function crowd(): Promise<void> {
  const program = await started('attached')
  const [address, token] = program.url.split('#') as [string, string]
  const headers = { 'content-type': 'application/json', 'x-acoro-token': token }
  const ask = async (name: string, body: object): Promise<number> => {
    const before = performance.now()
    const response = await fetch(`${address}api/${name}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    await response.arrayBuffer()
    return performance.now() - before
  }
  await program.obey({ what: 'crowd', count: TASKS })
  const asks: readonly (readonly [string, object])[] = [
    ['state', {}],
    ['tasks', { shape: 'tree', count: 100 }],
    ['tasks', { shape: 'list', sort: 'wait-age', search: '7', count: 100 }],
    ['waits', {}],
    ['primitives', {}],
    ['task', { id: -5000 }],
    ['text', { view: 'ps' }],
    ['top', { seconds: 5 }],
  ]
  const longest = (): Promise<number> => program.obey({ what: 'longest', count: WINDOW })
  const alone: number[] = []
  for (let window = 0; window < WINDOWS; window++) alone.push(await longest())
  console.log(`${TASKS} tasks; the thread is kept, as the median of the longest turns of ${WINDOWS} windows`)
  console.log(`  while nobody looks for ${spread(alone)}`)
  for (const [name, body] of asks) {
    // The first answer may need what later ones have.
    await ask(name, body)
    const [waits, kept]: [number[], number[]] = [[], []]
    for (let window = 0; window < WINDOWS; window++) {
      const turns = longest()
      const until = performance.now() + WINDOW - PAUSE
      while (performance.now() < until) {
        waits.push(await ask(name, body))
        await setTimeout(PAUSE)
      }
      kept.push(await turns)
    }
    const wait = median(waits)
    console.log(
      `  ${`${name} ${JSON.stringify(body)}`.slice(0, 58).padEnd(58)} ${wait.toFixed(0).padStart(5)} ms: ` +
        `${verdict(wait, MOST_WAIT)}; kept for ${spread(kept)}: ${verdict(median(kept), MOST_KEPT)}`,
    )
  }
  await ended(program)
}

const [load = 0] = loadavg()
console.log(`Node ${process.version}, ${cpus().length} processors, load ${load.toFixed(1)}`)
if (!process.argv.includes('crowd')) await costs()
await crowd()
