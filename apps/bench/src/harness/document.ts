/**
 * Writes the generated parts of `docs/performance.md` anew, and its charts. The prose is written there by hand; what stands
 * between `<!-- bench -->` and `<!-- /bench -->` is replaced.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ratioChart, scaleChart } from './chart.ts'
import { majorOf, readResults } from './results.ts'
import { markdownTable } from './table.ts'

const docs = fileURLToPath(new URL('../../../../docs/', import.meta.url))
const generated = /(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/

export function writeDocument(): void {
  const all = readResults()
  const first = all[0]
  if (first === undefined)
    throw new Error('Expected results of a run, found none: run `pnpm bench --write` first')
  writeFileSync(`${docs}performance.svg`, ratioChart(first))
  writeFileSync(`${docs}performance-scale.svg`, scaleChart(first))
  const sections = all.map(
    (results) =>
      `### Node ${majorOf(results.node)}\n\n${results.node} on ${results.processor}, load ${results.load}.\n\n${markdownTable(results)}\n`,
  )
  const path = `${docs}performance.md`
  const text = readFileSync(path, 'utf8')
  if (!generated.test(text)) throw new Error(`Expected <!-- bench --> and <!-- /bench --> in ${path}`)
  writeFileSync(
    path,
    text.replace(generated, (_all, begin: string, end: string) => `${begin}${sections.join('\n')}${end}`),
  )
}
