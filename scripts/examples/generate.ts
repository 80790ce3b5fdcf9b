// Writes the examples into scripts/.examples/, where vitest runs them and tsc checks them. vitest.config.ts
// calls this each time it is loaded, so the tests are never older than the pages; only files that differ are
// written, so that two runs at once do not get into each other's way.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { exportsOf } from '../lib/exports.ts'
import { filesBelow, packages, root } from '../lib/workspace.ts'
import { allExamples } from './extract.ts'
import { Steps } from './steps.ts'
import { type Importable, transform } from './transform.ts'

const HARNESS = '../../examples/harness.ts'
const CLOCK = '../../examples/virtual-time.ts'

export function generateExamples(): void {
  const target = join(root, 'scripts/.examples')
  mkdirSync(target, { recursive: true })
  const files = new Map<string, string>()
  const tests = new Map<string, string[]>()
  const steps = new Steps()
  for (const example of allExamples()) {
    const step = steps.add(example)
    const place = `${example.file.replaceAll('/', '__').replace(/\.(md|ts)$/, '')}-${example.line}`
    const folder = join(target, step ? `step__${place}` : groupOf(example.file))
    const name = step ? step.name : place
    for (const [file, code] of step?.imported ?? []) files.set(join(folder, file), code)
    const ownTest = /^import .* from 'vitest'$/m.test(example.code)
    const { code, prints, claims } = transform(
      example,
      HARNESS,
      example.docstring ? importableIn(example.file.split('/')[1] ?? '') : undefined,
    )
    files.set(join(folder, `${name}${ownTest && !step ? '.test' : ''}.ts`), code)
    if (ownTest || example.mode === 'no-run') continue
    // One test file for all steps, as for all other examples of the pages.
    const tested = join(target, step ? 'pages' : groupOf(example.file))
    const file = join(tested, example.mode === 'real-time' ? 'real-time.test.ts' : 'index.test.ts')
    const load = `() => import('${step ? `../step__${place}` : '.'}/${name}.ts')`
    const play = example.mode === 'real-time' ? load : `() => turningTheClock((${load})())`
    const line = `it('${example.file}:${example.line}', () => play(${play}, ${JSON.stringify({ prints, claims })}))`
    tests.set(file, [...(tests.get(file) ?? []), line])
  }
  for (const [file, lines] of tests) {
    const head = [
      ...(file.endsWith('index.test.ts') ? [`import { turningTheClock } from '${CLOCK}'`] : []),
      `import { it } from 'vitest'`,
      `import { play } from '${HARNESS}'`,
    ]
    files.set(file, `${[...head, ...lines].join('\n')}\n`)
  }
  for (const [path, text] of files) writeIfChanged(path, text)
  for (const path of filesBelow(target, '.ts')) if (!files.has(path)) rmSync(path, { force: true })
  for (const group of readdirSync(target)) {
    try {
      rmdirSync(join(target, group))
    } catch {
      // It has files: only folders that became empty go.
    }
  }
}

/**
 * One test file for each package and one for the other pages: a process each would take longer than the
 * examples.
 */
function groupOf(file: string): string {
  const [, id] = /^(?:docs\/)?packages\/([\w-]+)/.exec(file) ?? []
  return id ?? 'pages'
}

function writeIfChanged(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const importables = new Map<string, Importable>()

/** What an `@example` of this package may use without importing it: its own exports, and core's. */
export function importableIn(id: string): Importable {
  const known = importables.get(id)
  if (known) return known
  const all = packages()
  const own = all.filter((pkg) => pkg.id === id)
  const found = new Map<string, { specifier: string; typeOnly: boolean }>()
  for (const pkg of [...own, ...all.filter((pkg) => pkg.id === 'core')]) {
    for (const { source, specifier } of pkg.entries) {
      for (const { name, typeOnly } of exportsOf(source).values()) {
        if (!found.has(name)) found.set(name, { specifier, typeOnly })
      }
    }
  }
  importables.set(id, found)
  return found
}
