/**
 * Lowers async functions to generators and helpers, and takes the helpers from this package.
 *
 * esbuild does it: it lowers just the syntax it is told to, and its maps lead each call back to its line and column
 * (oxc lost some, and has to lower all of ES2017 and later). esbuild writes its own helpers above the code. Those
 * lines are emptied, and the first one becomes an import. So no line moves, and the map stays true.
 */

import { type TransformOptions, transformSync } from 'esbuild'
import { hideAwaits, showAwaits } from './top-level.ts'

/** The module with the helpers. */
export const HELPERS = '@acoro/async/helpers/esbuild'

/** What esbuild has to lower; everything else stays as it is. */
const LOWERED = { 'async-await': false, 'async-generator': false, 'for-await': false }

const HELPER = /^var (__(?:async|await|asyncGenerator|forAwait|yieldStar)) =/

export interface Lowered {
  readonly code: string
  /** A source map, as JSON. */
  readonly map: string
}

export interface LowerOptions {
  /** The code is as it lies in the file: TypeScript, if the file's name says so. */
  readonly raw: boolean
  /** The import of the helpers; by default HELPERS. */
  readonly helpers?: string | undefined
  /** By default it is told by the file's name and by what the code uses. */
  readonly commonjs?: boolean | undefined
}

/** Lowers the module `code` of `file`. Returns null if there is nothing to lower, also in code that is lowered already. */
export function lower(code: string, file: string, options: LowerOptions): Lowered | null {
  if (!/\basync\b/.test(code)) return null
  const { raw, helpers = HELPERS, commonjs = isCommonJs(code, file) } = options
  const transform: TransformOptions = {
    loader: raw ? loaderOf(file) : 'jsx',
    jsx: 'preserve',
    target: 'esnext',
    supported: { ...LOWERED, ...(/\bawait\s+using\b/.test(code) ? { using: false } : {}) },
    sourcemap: true,
    sourcefile: file,
    sourcesContent: true,
    charset: 'utf8',
    logLevel: 'silent',
    tsconfigRaw: '{}',
  }
  const result = transformed(code, file, transform)
  const { mappings } = JSON.parse(result.map) as { mappings: string }
  const lines = result.code.split('\n')
  const names = emptyHelpers(lines, mappings.split(';'))
  if (names === null) return null
  const list = names.names.join(', ')
  const from = JSON.stringify(helpers)
  lines[names.first] = commonjs ? `var { ${list} } = require(${from});` : `import { ${list} } from ${from};`
  return { code: lines.join('\n'), map: result.map }
}

function transformed(code: string, file: string, options: TransformOptions): { code: string; map: string } {
  try {
    return transformSync(code, { ...options, sourcemap: true })
  } catch (error) {
    const hidden = hideAwaits(code, error, file)
    if (hidden === null) throw error
    const { code: lowered, map } = transformSync(hidden, {
      ...options,
      sourcemap: true,
      sourcesContent: false,
    })
    // The map shows the source as it was written.
    const shown = JSON.stringify({ ...(JSON.parse(map) as object), sourcesContent: [code] })
    return { code: showAwaits(lowered), map: shown }
  }
}

/** Does the file contain a kind of source that can be lowered? */
export function isSource(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file)
}

/**
 * Empties the lines of esbuild's own helpers, which come from nowhere and have no mappings. Returns their names
 * and the first line, or null if there are none.
 */
function emptyHelpers(
  lines: string[],
  mappings: readonly string[],
): { names: string[]; first: number } | null {
  const names: string[] = []
  let first = -1
  let inHelper = false
  for (const [at, line] of lines.entries()) {
    const name = mappings[at] === '' ? HELPER.exec(line)?.[1] : undefined
    if (name !== undefined) {
      names.push(name)
      if (first < 0) first = at
      inHelper = true
    } else if (inHelper && /^[^\s})\]]/.test(line)) inHelper = false
    if (inHelper) lines[at] = ''
  }
  return names.length === 0 ? null : { names, first }
}

function isCommonJs(code: string, file: string): boolean {
  if (/\.c[jt]s$/.test(file)) return true
  if (/\.m[jt]s$/.test(file) || /^\s*(import|export)\b/m.test(code)) return false
  return /\b(module\.exports|exports\.\w|require\()/.test(code)
}

function loaderOf(file: string): NonNullable<TransformOptions['loader']> {
  const extension = /\.[cm]?([jt]sx?)$/.exec(file)?.[1]
  return extension === 'ts' || extension === 'tsx' ? extension : 'jsx'
}
