// «Memory and speed» has figures of «Performance» and no others. After a new measurement
// `ACORO_WRITE_PAGES=1` puts those in.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../scripts/lib/workspace.ts'

const file = join(root, 'docs/explanation/memory-and-speed.md')
const measured = readFileSync(join(root, 'docs/performance.md'), 'utf8')

/** The ratio of acoro to native on one Node; of an eager task, which is another column. */
function figure(node: number, workload: string): string {
  const name = workload.replace(/, eager$/, '')
  const from = measured.indexOf(`## Node ${node}\n`)
  const line = measured
    .slice(from)
    .split('\n')
    .find((text) => text.startsWith(`| ${name} |`))
  if (from < 0 || line === undefined)
    throw new Error(`Expected a line «${name}» for Node ${node} in docs/performance.md`)
  const eager = /acoro-eager ([\d.]+)/.exec(line)?.[1]
  return (workload === name ? line.split('|')[3]?.trim() : eager) ?? ''
}

const current = (page: string): string =>
  page.replace(/^\| ([^|\n]+) \| [\d.]+ \| [\d.]+ \|$/gm, (_, workload: string) => {
    return `| ${workload} | ${figure(20, workload)} | ${figure(24, workload)} |`
  })

test('the figures are those that were measured', () => {
  const page = readFileSync(file, 'utf8')
  if (process.env.ACORO_WRITE_PAGES === '1') writeFileSync(file, current(page))
  expect(page.match(/^\| [^|\n]+ \| [\d.]+ \| [\d.]+ \|$/gm)?.length).toBeGreaterThan(10)
  expect(readFileSync(file, 'utf8')).toBe(current(page))
})
