/**
 * `pnpm bench scaling [name…]`: how the work of every collection and parser grows with what is in it.
 *
 *   --size factor   that much of each
 *   --smoke         a small run, which prints only what fails
 *
 * Each case is done for n, 2n and 4n things, and its work is counted (work.ts). Twice as many may take a
 * little more than twice the work: a heap takes n log n. Where four times as many take more than six times
 * the work, it fails. Counts are the same each time, so it neither needs a quiet machine nor fails by chance.
 */

import { startCounting } from './work.ts'

/** 4n may take this much of the work of n: 4 is linear, n log n is up to 5, a square is 16. */
const MOST = 6

interface Row {
  readonly name: string
  readonly n: number
  readonly work: readonly [number, number, number]
}

export async function scaling(names: readonly string[], factor: number, quiet: boolean): Promise<boolean> {
  startCounting()
  // Imported now, because only code that is compiled from now on is counted.
  const { countWork } = await import('./work.ts')
  const { coreCases } = await import('./core-cases.ts')
  const { syncCases } = await import('./sync-cases.ts')
  const { streamCases } = await import('./stream-cases.ts')
  const { compatCases } = await import('./compat-cases.ts')
  const all = [...coreCases, ...syncCases, ...streamCases, ...compatCases]
  const chosen = all.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)))
  if (chosen.length === 0)
    throw new RangeError(`Expected a part of the name of a case, got «${names.join(' ')}»`)
  const failed: Row[] = []
  for (const { name, run, n: normal = 1000 } of chosen) {
    const n = Math.max(8, Math.round(normal * factor))
    // Once before, because what is only made once must not be counted as work for each.
    run(n)
    const row: Row = { name, n, work: [n, 2 * n, 4 * n].map((size) => countWork(() => run(size))) as never }
    if (growth(row) > MOST) failed.push(row)
    if (!quiet) console.log(line(row))
  }
  if (quiet) for (const row of failed) console.log(line(row))
  console.log(
    failed.length === 0
      ? `${chosen.length} cases, none takes more than ${MOST} times the work for four times as many`
      : `${failed.length} of ${chosen.length} cases take more than ${MOST} times the work for four times as many`,
  )
  return failed.length === 0
}

function growth({ work: [once, , fourfold] }: Row): number {
  return fourfold / once
}

function line(row: Row): string {
  const work = row.work.map((count) => count.toLocaleString('en').padStart(12)).join('')
  const mark = growth(row) > MOST ? '✗' : '✓'
  return `${mark} ${row.name.padEnd(56)} n = ${String(row.n).padStart(5)} ${work}   x ${growth(row).toFixed(1)}`
}
