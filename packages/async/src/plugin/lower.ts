/**
 * Lowers async functions to generators and helpers, and takes the helpers from this package.
 *
 *   esbuild, if there are types or an `await using` ──► parse ──► heads and awaits rewritten ──► map
 *
 * esbuild and TypeScript make a generator function for every call, which costs more than any helper; and
 * where esbuild lowers async generators, it changes every `yield*` of plain generators, too. So the rewriting
 * is done here (rewrite.ts, waits.ts), and touches nothing else: no line moves.
 */

import remapping from '@jridgewell/remapping'
import { transformSync } from 'esbuild'
import MagicString from 'magic-string'
import { type Node, parse } from './ast.ts'
import { findAsync } from './find.ts'
import { Rewriter } from './rewrite.ts'

/** The module with the helpers. */
export function helpersFor(places: boolean | undefined): string {
  return places === true ? '@acoro/async/helpers/places' : '@acoro/async/helpers/plugin'
}

export interface Lowered {
  readonly code: string
  /** A source map, as JSON. */
  readonly map: string
}

export interface LowerOptions {
  /** The code is as it lies in the file: TypeScript, if the file's name says so. */
  readonly raw: boolean
  /** Are reports to show the line where each call waits? */
  readonly places?: boolean | undefined
  /** By default it is told by the file's name and by what the code uses. */
  readonly commonjs?: boolean | undefined
  /** From where the helpers are imported, by default `helpersFor(places)`. */
  readonly helpers?: string | undefined
}

/**
 * Lowers the module `code` of `file`. Returns null if there is nothing to lower, also in code that is lowered
 * already.
 */
export function lower(code: string, file: string, options: LowerOptions): Lowered | null {
  if (!mayBeAsync(code)) return null
  return new Lowering(code, file, options).result()
}

/** False if there is nothing to lower for sure. */
export function mayBeAsync(code: string): boolean {
  return /\basync\b/.test(code)
}

class Lowering {
  #code: string
  readonly #file: string
  readonly #options: LowerOptions
  /** The maps of all passes, the last one first. */
  readonly #maps: string[] = []

  constructor(code: string, file: string, options: LowerOptions) {
    this.#code = code
    this.#file = file
    this.#options = options
  }

  result(): Lowered | null {
    const source = this.#code
    const loader = this.#options.raw ? loaderOf(this.#file) : 'jsx'
    let changed = false
    if (loader !== 'jsx') changed = this.#esbuild(loader)
    let program = parse(this.#code, this.#file)
    let found = findAsync(program)
    if (found.hasUsing) {
      changed = this.#esbuild('jsx')
      program = parse(this.#code, this.#file)
      found = findAsync(program)
    }
    if (found.functions.length > 0 && this.#rewrite(program, found)) changed = true
    if (!changed) return null
    const map = { ...remapping(this.#maps, () => null), sourcesContent: [source] }
    return { code: this.#code, map: JSON.stringify(map) }
  }

  /** Returns false if there was nothing that it could rewrite. */
  #rewrite(program: Node, { functions }: ReturnType<typeof findAsync>): boolean {
    const text = new MagicString(this.#code)
    const rewriter = new Rewriter(text, this.#code, this.#options.places === true)
    rewriter.rewriteAll(functions)
    const { helpers } = rewriter
    if (helpers.size === 0) return false
    rewriter.declareKept(program, this.#import([...helpers].map((name) => [name, rewriter.nameOf(name)])))
    this.#maps.unshift(text.generateMap({ source: this.#file, hires: 'boundary' }).toString())
    this.#code = text.toString()
    return true
  }

  /**
   * Lets esbuild take types off, and lower `using`, if some of them is awaited. Returns true if there was
   * one.
   */
  #esbuild(loader: 'jsx' | 'ts' | 'tsx'): boolean {
    const using = /\bawait\s+using\b/.test(this.#code)
    const { code, map } = transformSync(this.#code, {
      loader,
      jsx: 'preserve',
      target: 'esnext',
      supported: { using: !using },
      sourcemap: true,
      sourcefile: this.#file,
      sourcesContent: false,
      charset: 'utf8',
      logLevel: 'silent',
      tsconfigRaw: '{}',
    })
    this.#maps.unshift(map)
    this.#code = code
    return using
  }

  /** The import of helpers, each with its name here. */
  #import(names: readonly (readonly [name: string, local: string])[]): string {
    const { places, helpers = helpersFor(places) } = this.#options
    const { commonjs = isCommonJs(this.#code, this.#file) } = this.#options
    const link = commonjs ? ': ' : ' as '
    const list = names.map(([name, local]) => (name === local ? name : `${name}${link}${local}`)).join(', ')
    const from = JSON.stringify(helpers)
    return commonjs ? `var { ${list} } = require(${from});` : `import { ${list} } from ${from};`
  }
}

/** Does the file contain a kind of source that can be lowered? */
export function isSource(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file)
}

function isCommonJs(code: string, file: string): boolean {
  if (/\.c[jt]s$/.test(file)) return true
  if (/\.m[jt]s$/.test(file) || /^\s*(import|export)\b/m.test(code)) return false
  return /\b(module\.exports|exports\.\w|require\()/.test(code)
}

function loaderOf(file: string): 'jsx' | 'ts' | 'tsx' {
  const extension = /\.[cm]?([jt]sx?)$/.exec(file)?.[1]
  return extension === 'ts' || extension === 'tsx' ? extension : 'jsx'
}
