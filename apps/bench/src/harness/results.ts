/**
 * The figures the documentation shows and the smoke run compares with: one file for each regime and major
 * version of Node, written by `pnpm bench --write`. A run of some workloads, or of some peers, replaces just
 * theirs: ratios are to the base of the same run.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Figure {
  /** A unit's ns of processor time, bytes or ms: what the workload measures. */
  readonly value: number
  /** To the same of the base; null where there is nothing to compare. */
  readonly ratio: number | null
  /** The ratio by the clock on the wall, where processor time is what is measured. */
  readonly wallRatio: number | null
  /** For one above the base, with collections: the functions that have most of the time. */
  readonly profile?: readonly string[]
}

export interface Row {
  readonly workload: string
  /** By peer. */
  readonly figures: Readonly<Record<string, Figure>>
}

/** Is everything collected before each sample, as in a server that is short of memory, or nothing? */
export type Regime = 'collected' | 'plain'

export interface Results {
  readonly regime: Regime
  readonly node: string
  readonly processor: string
  /** The machine's load when the last run began. */
  readonly load: number
  readonly rows: readonly Row[]
}

const folder = fileURLToPath(new URL('../../results/', import.meta.url))

export function readResults(regime: Regime): Results[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Results)
    .filter((results) => results.regime === regime)
}

/** The results of this major version, else of the nearest. */
export function resultsFor(version: string, regime: Regime): Results | undefined {
  const major = majorOf(version)
  const distance = ({ node }: Results): number => Math.abs(majorOf(node) - major)
  return readResults(regime).sort((a, b) => distance(a) - distance(b))[0]
}

/** Writes them over those of the same workloads, in the order of `names`. */
export function writeResults(results: Results, names: readonly string[]): void {
  const before = readResults(results.regime).find(({ node }) => majorOf(node) === majorOf(results.node))
  const rows = new Map(before?.rows.map((row) => [row.workload, row]))
  for (const { workload, figures } of results.rows) {
    rows.set(workload, { workload, figures: { ...rows.get(workload)?.figures, ...figures } })
  }
  const ordered = names.flatMap((name) => rows.get(name) ?? [])
  mkdirSync(folder, { recursive: true })
  const text = JSON.stringify({ ...results, rows: ordered }, rounded, 2)
  const suffix = results.regime === 'plain' ? '' : `-${results.regime}`
  writeFileSync(join(folder, `node-${majorOf(results.node)}${suffix}.json`), `${text}\n`)
}

export function majorOf(version: string): number {
  return Number(/\d+/.exec(version)?.[0])
}

/** More than three digits would say more than was measured. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(3)) : value
}
