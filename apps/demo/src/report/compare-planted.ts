import type { PlantedFault } from '../site/planted-fault.ts'
import type { PlantedVerdict, Report } from './report.ts'
import { shortenUrl } from './shorten-url.ts'

/** Compares the report with the table of planted faults, row by row. */
export function comparePlanted(report: Report, planted: readonly PlantedFault[]): PlantedVerdict {
  const expected = new Set<string>()
  for (const fault of planted) {
    if (fault.expect !== 'fine') expected.add(describeExpected(fault))
  }
  const found = new Set<string>()
  for (const { page, link, kind, status } of report.broken) {
    found.add(describe(`${shortenUrl(page ?? report.start, report.start)} -> ${link}`, kind, status))
  }
  for (const note of report.notes) found.add(describe(shortenUrl(note.url, report.start), note.kind))

  return {
    expected: expected.size,
    missing: [...expected].filter((row) => !found.has(row)),
    unexpected: [...found].filter((row) => !expected.has(row)),
  }
}

const NOTES: ReadonlySet<string> = new Set(['recovered', 'redirect-chain', 'truncated'])

function describeExpected({ page, link, expect, status }: PlantedFault): string {
  // A note is about an address, not about a link.
  return NOTES.has(expect) ? describe(link, expect) : describe(`${page} -> ${link}`, expect, status)
}

function describe(where: string, kind: string, status?: number): string {
  return status === undefined ? `${where}: ${kind}` : `${where}: ${kind} ${status}`
}
