// Writes the examples into .examples/, where vitest runs them and tsc checks them. vitest.config.ts calls this each
// time it is loaded, so the tests are never older than the pages; only files that differ are written, so that two
// runs at once do not get into each other's way.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { exportsOf } from '../lib/exports.ts'
import { filesBelow, packages, root } from '../lib/workspace.ts'
import { allExamples } from './extract.ts'
import { type Importable, transform } from './transform.ts'

const HARNESS = '../../scripts/examples/harness.ts'

export function generateExamples(): void {
  const target = join(root, '.examples')
  const files = new Map<string, string>()
  const tests = new Map<string, string[]>()
  for (const example of allExamples()) {
    const folder = join(target, example.file.replaceAll('/', '__').replace(/\.(md|ts)$/, ''))
    const ownTest = /^import .* from 'vitest'$/m.test(example.code)
    const { code, prints } = transform(
      example,
      HARNESS,
      example.docstring ? importableIn(example.file) : undefined,
    )
    files.set(join(folder, `line-${example.line}${ownTest ? '.test' : ''}.ts`), code)
    if (ownTest || example.mode === 'no-run') continue
    const call = example.mode === 'real-time' ? 'playRealTime' : 'play'
    tests.set(folder, [
      ...(tests.get(folder) ?? []),
      `it('${example.file}:${example.line}', () => ${call}(() => import('./line-${example.line}.ts'), ${JSON.stringify(prints)}))`,
    ])
  }
  for (const [folder, lines] of tests) {
    const imports = [`import { it } from 'vitest'`, `import { play, playRealTime } from '${HARNESS}'`]
    files.set(
      join(folder, 'index.test.ts'),
      `${[...imports, 'void [play, playRealTime]', ...lines].join('\n')}\n`,
    )
  }
  for (const [path, text] of files) writeIfChanged(path, text)
  for (const path of filesBelow(target, '.ts')) if (!files.has(path)) rmSync(path, { force: true })
}

function writeIfChanged(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** What an `@example` in this source file may use without importing it: its own package's exports, and core's. */
function importableIn(file: string): Importable {
  const all = packages()
  const own = all.filter((pkg) => file.startsWith(`packages/${pkg.id}/`))
  const found = new Map<string, { specifier: string; typeOnly: boolean }>()
  for (const pkg of [...own, ...all.filter((pkg) => pkg.id === 'core')]) {
    for (const { source, specifier } of pkg.entries) {
      for (const { name, typeOnly } of exportsOf(source).values()) {
        if (!found.has(name)) found.set(name, { specifier, typeOnly })
      }
    }
  }
  return found
}
