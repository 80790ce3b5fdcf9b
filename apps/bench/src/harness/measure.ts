/**
 * Measures a workload: a process for each peer, all alive at once, and rounds in which each has its turn, so
 * that whatever else the machine does falls on all of them. A figure is the median over the rounds; a ratio
 * is the median of the ratios within the rounds, because two figures of the same round were taken on the same
 * machine, so to speak. Time is processor time, the collector's threads included: what a program costs,
 * whoever else is waiting for a processor.
 */

import { relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ASYNCIO, builtPeer, peersOf, programFile, root, sourceOf } from './build.ts'
import { bundleSize } from './bundle-size.ts'
import { median } from './median.ts'
import { PeerProcess } from './peer-process.ts'
import type { Answer } from './protocol.ts'
import { PythonProcess } from './python-process.ts'
import type { Figure, Row } from './results.ts'
import type { Workload } from './workload.ts'

export interface MeasureOptions {
  readonly node: string
  readonly rounds: number
  /** Only these peers, if given. */
  readonly peers?: readonly string[] | undefined
  /**
   * Another checkout, in which `pnpm bench` has built packages and programs: its acoro takes part as `…
   * before`.
   */
  readonly against?: string | undefined
  /** Collects all garbage before each sample. */
  readonly collect?: boolean | undefined
}

export class WrongValue extends Error {}

export async function measure(workload: Workload, options: MeasureOptions): Promise<Row> {
  const chosen = peersOf(workload.program).filter((peer) => options.peers?.includes(peer) ?? true)
  const peers = options.against === undefined ? chosen : chosen.flatMap(withBefore)
  const figures =
    workload.kind === 'size' ? await sizes(workload, peers, options) : await timed(workload, peers, options)
  return { workload: workload.name, figures }
}

async function sizes(
  workload: Workload,
  peers: readonly string[],
  options: MeasureOptions,
): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {}
  for (const peer of peers) {
    const source = fileOf(peer, (name) => sourceOf(workload.program, name), options.against)
    const value = await bundleSize(source)
    figures[peer] = { value, ratio: null, wallRatio: null }
  }
  return figures
}

const before = ' before'

/** The peers to run for one: acoro's runs beside the one it was. */
function withBefore(peer: string): string[] {
  return peer.startsWith('acoro') ? [peer, peer + before] : [peer]
}

/** The file of this checkout, or the same one of the checkout to compare with. */
function fileOf(peer: string, file: (name: string) => string, against: string | undefined): string {
  if (against === undefined || !peer.endsWith(before)) return file(peer)
  return resolve(against, relative(root, file(peer.slice(0, -before.length))))
}

function start(peer: string, node: string): PeerProcess | PythonProcess {
  return peer === ASYNCIO ? new PythonProcess() : new PeerProcess(node, builtPeer)
}

async function timed(
  workload: Workload,
  peers: readonly string[],
  options: MeasureOptions,
): Promise<Record<string, Figure>> {
  const answers = new Map<string, Answer[]>(peers.map((peer) => [peer, []]))
  const processes = new Map<string, PeerProcess | PythonProcess>()
  try {
    for (let round = 0; round < Math.min(options.rounds, workload.maxRounds); round++) {
      for (const peer of peers) {
        const cold = workload.kind === 'cold'
        const process = (!cold && processes.get(peer)) || start(peer, options.node)
        processes.set(peer, process)
        const answer = await process.ask({
          kind: workload.kind,
          url: pathToFileURL(fileOf(peer, (name) => programFile(workload.program, name), options.against))
            .href,
          n: workload.n,
          multiple: workload.multiple,
          divisible: workload.units(workload.n) === workload.n,
          option: workload.option,
          samples: workload.samples,
          repeats: workload.repeats,
          warmUp: round === 0 && !cold,
          collect: options.collect ?? false,
        })
        check(workload, peer, answer)
        answers.get(peer)!.push(answer)
        if (cold) process[Symbol.dispose]()
      }
    }
  } finally {
    for (const process of processes.values()) process[Symbol.dispose]()
  }
  const base = answers.get(workload.base)
  return Object.fromEntries([...answers].map(([peer, own]) => [peer, figure(workload, own, base)]))
}

function check(workload: Workload, peer: string, { n, value }: Answer): void {
  const expected = workload.expected(n)
  if (value !== expected) {
    throw new WrongValue(`${workload.name}: expected ${expected} of ${peer}, got ${value}`)
  }
}

function figure(workload: Workload, own: readonly Answer[], base: readonly Answer[] | undefined): Figure {
  const { kind, units } = workload
  const clock = kind === 'bytes' ? 'bytes' : kind === 'cold' ? 'wall' : 'cpu'
  const scale = kind === 'time' ? 1e6 : 1
  const perUnit = (answer: Answer, what: 'wall' | 'cpu' | 'bytes'): number =>
    (answer[what] / units(answer.n)) * scale
  const ratio = (what: 'wall' | 'cpu' | 'bytes'): number | null =>
    base === undefined
      ? null
      : median(own.map((answer, round) => perUnit(answer, what) / perUnit(base[round]!, what)))
  return {
    value: median(own.map((answer) => perUnit(answer, clock))),
    // Native imports nothing, so nothing can be compared with its cold start.
    ratio: kind === 'cold' ? null : ratio(clock),
    wallRatio: kind === 'time' ? ratio('wall') : null,
  }
}
