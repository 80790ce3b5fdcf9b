/**
 * `pnpm bench [workload…]`: each workload with acoro, native async/await and other libraries, on the Node
 * that runs this.
 *
 *   --rounds n       of all peers in turns; 7 unless given
 *   --node path      another Node to run the programs; may be given several times
 *   --peers a,b       only these; the base of the ratios is always among them
 *   --against folder  another checkout, built by its own `pnpm bench`: ratios are to acoro as it is there
 *   --size factor    that much of each workload
 *   --collect        a full collection before each sample; of the workloads that have a goal, unless some are named
 *   --write          keeps the results in apps/bench/results and writes docs/performance.md anew; with --collect also the
 *                    profiles of what is above its base
 *   --profile        in place of times, the functions that have most of acoro's and of the base's
 *   --smoke          a short run that fails where acoro is far slower than what was written
 *   --no-build       takes the packages as they were built before
 *
 * `pnpm bench scaling`: how the work of every collection and parser grows with what is in it, see
 * `scaling/main.ts`.
 *
 * `pnpm bench hooks`: what hooks cost a step, see `hooks/main.ts`.
 *
 * `pnpm bench streams`: TCP echo beside node:net, asyncio and uvloop, and copying beside stream.pipeline;
 * with --node and --write, its other options are environment variables, see `streams/echo.ts`.
 */

import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildPackages, buildPrograms } from './harness/build.ts'
import { writeDocument } from './harness/document.ts'
import { measure } from './harness/measure.ts'
import { profile } from './harness/profile.ts'
import { type Row, writeResults } from './harness/results.ts'
import { smoke } from './harness/smoke.ts'
import { terminalLines } from './harness/table.ts'
import type { Workload } from './harness/workload.ts'
import { workloads } from './harness/workloads.ts'

const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  allowPositionals: true,
  allowNegative: true,
  options: {
    rounds: { type: 'string', default: '7' },
    node: { type: 'string', multiple: true, default: [process.execPath] },
    peers: { type: 'string' },
    against: { type: 'string' },
    collect: { type: 'boolean', default: false },
    size: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    build: { type: 'boolean', default: true },
  },
})

/** `queue` means all whose name begins so. */
function chosen(): Workload[] {
  if (positionals.length === 0) {
    return values.collect ? workloads.filter(({ goals }) => Object.keys(goals).length > 0) : [...workloads]
  }
  return positionals.flatMap((name) => {
    const exact = workloads.filter((workload) => workload.name === name)
    const found = exact.length > 0 ? exact : workloads.filter((workload) => workload.name.startsWith(name))
    if (found.length > 0) return found
    const names = workloads.map((workload) => workload.name).join(', ')
    throw new RangeError(`Expected a workload of ${names}, got «${name}»`)
  })
}

function positive(name: 'rounds' | 'size'): number {
  const number = Number(values[name])
  if (number > 0) return number
  throw new RangeError(`Expected a positive number for --${name}, got «${values[name]}»`)
}

function resized(workload: Workload, factor: number): Workload {
  const isCount = workload.units(workload.n) === workload.n
  if (factor === 1 || !isCount) return workload
  const { multiple } = workload
  return { ...workload, n: Math.max(multiple, Math.round((workload.n * factor) / multiple) * multiple) }
}

/** Beside another checkout, ratios are to acoro as it is there. */
function compared(workload: Workload): Workload {
  return values.against === undefined ? workload : { ...workload, base: 'acoro before' }
}

async function benchOn(node: string, version: string): Promise<void> {
  const processor = `${cpus().length} x ${cpus()[0]?.model}`
  const load = loadavg()[0] ?? 0
  console.log(`Node ${version}, ${processor}, load ${load.toFixed(1)}\n`)
  const names = workloads.map(({ name }) => name)
  const factor = positive('size')
  const peers = values.peers?.split(',')
  for (const workload of chosen()) {
    const asked = compared(resized(workload, factor))
    const measured = await measure(asked, {
      node,
      rounds: positive('rounds'),
      peers: peers && [...peers, workload.base],
      against: values.against,
      collect: values.collect,
    })
    const row = values.collect && values.write ? withProfiles(asked, measured, node) : measured
    console.log(`${terminalLines(asked, row).join('\n')}\n`)
    // At once: whoever ends a long run keeps what there is.
    const regime = values.collect ? 'collected' : 'plain'
    if (values.write) writeResults({ regime, node: version, processor, load, rows: [row] }, names)
  }
}

/** What is above the base has its profile beside it. */
function withProfiles(workload: Workload, row: Row, node: string): Row {
  const figures = Object.entries(row.figures).map(([peer, figure]) => {
    const isAbove = workload.kind === 'time' && peer in workload.goals && (figure.ratio ?? 0) > 1
    return [peer, isAbove ? { ...figure, profile: profile(workload, peer, node, true) } : figure] as const
  })
  return { ...row, figures: Object.fromEntries(figures) }
}

function profileOn(node: string): void {
  for (const workload of chosen()) {
    if (workload.kind !== 'time') continue
    for (const peer of ['acoro', workload.base]) {
      console.log(`${workload.title}, ${peer}\n${profile(workload, peer, node, values.collect).join('\n')}\n`)
    }
  }
}

async function main(): Promise<number> {
  if (positionals[0] === 'scaling') {
    const { scaling } = await import('./scaling/main.ts')
    return (await scaling(positionals.slice(1), positive('size'), values.smoke)) ? 0 : 1
  }
  if (positionals[0] === 'hooks') {
    const { benchHooks } = await import('./hooks/main.ts')
    const { node: nodes, build } = values
    await benchHooks({ nodes, rounds: positive('rounds'), size: positive('size'), build })
    return 0
  }
  if (positionals[0] === 'streams') {
    if (values.build) buildPackages()
    for (const node of values.node) {
      const file = fileURLToPath(new URL('streams/main.ts', import.meta.url))
      const args = ['--import', 'tsx', file, ...(values.write ? ['--write'] : [])]
      execFileSync(node, args, { stdio: 'inherit' })
    }
    if (values.write) writeDocument()
    return 0
  }
  chosen()
  if (values.write && positive('size') !== 1)
    throw new RangeError('Only figures of the full size can be kept')
  if (values.write && values.against !== undefined)
    throw new RangeError('Figures with --against are not kept')
  if (values.build) buildPackages()
  await buildPrograms()
  for (const node of values.node) {
    const version = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()
    if (values.profile) profileOn(node)
    else if (!values.smoke) await benchOn(node, version)
    else if (!(await smoke(node, version))) return 1
  }
  if (values.write) writeDocument()
  return 0
}

process.exitCode = await main()
