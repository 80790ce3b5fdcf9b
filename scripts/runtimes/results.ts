// What the runs found, in a committed file, and the table of the README that is made from it.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, shown } from '../lib/workspace.ts'
import { allPackages, onlyPackages } from './only-packages.ts'
import { runtimes } from './tested.ts'

export interface Counts {
  passed: number
  failed: number
  /** Tests that do not apply here. */
  skipped: number
}

export interface Result {
  version: string
  packages: Record<string, Counts>
}

export type Results = Record<string, Result>

const file = join(root, 'docs/runtimes.json')

export function readResults(): Results {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {}
}

export function writeResults(results: Results): void {
  const ordered = runtimes.flatMap(({ name }) => (results[name] === undefined ? [] : [[name, results[name]]]))
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`)
}

interface Report {
  testResults: {
    name: string
    status: string
    startTime: number
    endTime: number
    assertionResults: { status: string; fullName: string }[]
  }[]
}

/** A run that broke down has left none. */
function read(report: string): Report {
  return existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Report) : { testResults: [] }
}

/**
 * The counts of a run, by package, from vitest's report. A file that could not be loaded counts as a test
 * that failed.
 */
export function countsIn(report: string): Record<string, Counts> {
  const { testResults } = read(report)
  const counts: Record<string, Counts> = {}
  for (const { name, status, assertionResults } of testResults) {
    const id = /packages[/\\]([^/\\]+)/.exec(name)?.[1] ?? name
    counts[id] ??= { passed: 0, failed: 0, skipped: 0 }
    const tally = counts[id]
    if (assertionResults.length === 0 && status === 'failed') tally.failed++
    for (const result of assertionResults) {
      if (result.status === 'passed') tally.passed++
      else if (result.status === 'failed') tally.failed++
      else tally.skipped++
    }
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The files whose tests took more than 10 s, the slowest first, from vitest's report. */
export function slowFiles(report: string): string[] {
  return read(report)
    .testResults.map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .filter(({ seconds }) => seconds > 10)
    .sort((a, b) => b.seconds - a.seconds)
    .map(({ name, seconds }) => `${seconds.toFixed(0).padStart(4)} s  ${shown(name)}`)
}

/**
 * The table: a row for each runtime, a column for each package, how many tests pass of those that apply.
 * Below it stands why some packages are not for every runtime.
 */
export function table(results: Results): string {
  const ids = allPackages()
  const rows = runtimes.flatMap(({ name, title }) => {
    const result = results[name]
    if (result === undefined) return []
    return [[`${title} (${result.version})`, ...ids.map((id) => cell(result.packages[id]))]]
  })
  const lines = [['', ...ids], ['---', ...ids.map(() => '---')], ...rows]
  return [...lines.map((cells) => `| ${cells.join(' | ')} |`), '', ...notes()].join('\n')
}

function notes(): string[] {
  return Object.entries(onlyPackages).map(
    ([id, { where, reason }]) =>
      `- \`${id}\` is for ${where === 'node' ? 'Node' : 'Node, Bun and Deno'}: ${reason}.`,
  )
}

function cell(counts: Counts | undefined): string {
  if (counts === undefined) return '–'
  const { passed, failed } = counts
  return failed === 0 ? `${passed}` : `${passed} of ${passed + failed}`
}

const readme = join(root, 'README.md')
const BEGIN = '<!-- runtimes: written by `pnpm test:runtimes` -->'
const END = '<!-- end of runtimes -->'
const SECTION = new RegExp(`(?<=${BEGIN}\\n).*?(?=${END})`, 's')

/** The table as the README has it. */
export function tableInReadme(): string {
  return SECTION.exec(readFileSync(readme, 'utf8'))?.[0].trim() ?? ''
}

export function writeTable(results: Results): void {
  writeFileSync(
    readme,
    readFileSync(readme, 'utf8').replace(SECTION, () => `\n${table(results)}\n\n`),
  )
}
