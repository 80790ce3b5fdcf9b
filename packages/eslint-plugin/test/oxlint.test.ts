// The same rules as a JavaScript plugin of oxlint, which gives them no types.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { inCoroutine, prelude } from './support/prelude.ts'
import { codeOf } from './support/reports-on.ts'
import { notReported, reported, type Shape } from './support/shapes.ts'

const own = new URL('../', import.meta.url).pathname
const dir = realpathSync(mkdtempSync(join(tmpdir(), 'acoro-oxlint-')))
const installed = join(dir, 'node_modules/@acoro/eslint-plugin')

interface Diagnostic {
  code: string
  filename: string
  labels: { span: { line: number } }[]
}

const rules = [
  'no-floating-awaitable',
  'no-awaitable-as-value',
  'no-await-awaitable',
  'yield-star',
  'no-generator-callback',
  'rethrow-cancellation',
  'no-swallowed-cancel',
  'no-dropped-permit',
  'no-yield-in-dispose',
  'require-yield',
]

async function oxlint(...args: string[]): Promise<Diagnostic[]> {
  const program = join(own, 'node_modules/oxlint/bin/oxlint')
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [program, '-c', join(dir, '.oxlintrc.json'), ...args],
      { cwd: dir },
      (_error, stdout) => resolve(stdout),
    )
  })
  return args.includes('json') ? (JSON.parse(output) as { diagnostics: Diagnostic[] }).diagnostics : []
}

const nameOf = (kind: string, shape: Shape): string => `${kind}-${shape.number}.ts`

/** Compiles the sources into a package as npm would install it. */
function install(): void {
  const options = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    rewriteRelativeImportExtensions: true,
  }
  for (const path of ts.sys.readDirectory(join(own, 'src'), ['.ts'])) {
    const target = join(installed, 'dist', path.slice(join(own, 'src').length).replace(/\.ts$/, '.js'))
    mkdirSync(dirname(target), { recursive: true })
    const source = readFileSync(path, 'utf8')
    writeFileSync(target, ts.transpileModule(source, { compilerOptions: options }).outputText)
  }
}

beforeAll(() => {
  install()
  const manifest = { name: '@acoro/eslint-plugin', version: '0.0.0', type: 'module' }
  const exports = { '.': './dist/index.js', './package.json': './package.json' }
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ ...manifest, exports }))
  writeFileSync(
    join(dir, '.oxlintrc.json'),
    JSON.stringify({
      jsPlugins: ['@acoro/eslint-plugin'],
      categories: { correctness: 'off' },
      rules: {
        ...Object.fromEntries(rules.map((rule) => [`@acoro/${rule}`, 'error'])),
        '@acoro/no-floating-awaitable': ['error', { countedLists: true }],
      },
    }),
  )
  for (const [kind, shapes] of Object.entries({ reported, notReported })) {
    for (const shape of shapes) {
      writeFileSync(join(dir, nameOf(kind, shape)), codeOf(shape, 'untyped'))
    }
  }
})

describe('oxlint', () => {
  let found: Map<string, string[]>

  beforeAll(async () => {
    found = new Map()
    const diagnostics = await oxlint('--format', 'json')
    diagnostics.sort((a, b) => (a.labels[0]?.span.line ?? 0) - (b.labels[0]?.span.line ?? 0))
    for (const { code, filename } of diagnostics)
      found.set(filename, [...(found.get(filename) ?? []), /\((.*)\)/.exec(code)?.[1] ?? code])
  })

  it.each(reported)('reports shape $number', (shape) => {
    expect(found.get(nameOf('reported', shape)) ?? []).toEqual(shape.untyped ?? shape.rules)
  })

  it.each(notReported)('does not report shape $number', (shape) => {
    expect(found.get(nameOf('notReported', shape)) ?? []).toEqual([])
  })
})

describe('oxlint --fix', () => {
  it('puts the star', async () => {
    const file = join(dir, 'fixed.ts')
    writeFileSync(file, `${prelude.untyped}${inCoroutine('save(1)\nif (isOpen()) log(1)')}`)
    await oxlint('--fix', 'fixed.ts')
    expect(readFileSync(file, 'utf8')).toBe(
      `${prelude.untyped}${inCoroutine('yield* save(1)\nif (yield* isOpen()) log(1)')}`,
    )
  })
})
