// Lowers async functions by each compiler, with the helpers of this package. A program is the body of a
// function that gets `env`; what it declares and returns is its own business.

import { createRequire } from 'node:module'
import { transformSync as babel } from '@babel/core'
import { transformSync as swc } from '@swc/core'
import { transformSync as esbuild } from 'esbuild'
import { transformSync as oxc } from 'oxc-transform'
import tslib from 'tslib'
import ts from 'typescript-6'
import * as ofEsbuild from '../../src/helpers/esbuild.ts'
import * as withPlaces from '../../src/helpers/places.ts'
import * as ofPlugin from '../../src/helpers/plugin.ts'
import * as ofTslib from '../../src/helpers/tslib.ts'
import * as wrapped from '../../src/helpers/wrapped.ts'
import { lower } from '../../src/plugin/lower.ts'

export type Program = (env: object) => unknown

export interface Compiler {
  readonly name: string
  /** The lowered source, as a module. */
  lower(source: string): string
  /** What it takes from this package, by the name that it uses. */
  readonly helpers: Readonly<Record<string, unknown>>
}

const byModule: Readonly<Record<string, unknown>> = { ...wrapped }

/** `_async_to_generator` as `asyncToGenerator`. */
function camelCase(name: string): string {
  return name.replace(/^_/, '').replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
}

const require = createRequire(import.meta.url)

/** The helper of a module: ours, or the compiler's own one for other syntax. */
function helperOf(module: string): unknown {
  const name = camelCase(module.slice(module.lastIndexOf('/') + 1))
  if (name in byModule) return byModule[name]
  const own = require(module) as { default?: unknown }
  return own.default ?? own
}

/** Takes the helpers of our own plugin from the constant `ofPlugin`. */
export function bindHelpers(code: string): string {
  return code.replace(
    /import \{ ([^}]*) \} from "@acoro\/async\/helpers\/(?:plugin|places)";/,
    (_all, names: string) => `const { ${names.replaceAll(' as ', ': ')} } = ofPlugin;`,
  )
}

/** Makes a constant of each import of a helper. */
function bindImports(code: string): string {
  const constant = (name: string, module: string): string =>
    `const ${name} = helperOf(${JSON.stringify(module)});`
  return code
    .replace(
      /^import (?:\{ _ as (\w+) \}|(\w+)) from "([^"]*)";?$/gm,
      (_all, braced: string | undefined, plain: string | undefined, module: string) =>
        constant((braced ?? plain) as string, module),
    )
    .replace(/^var (\w+) = require\("([^"]*)"\);?$/gm, (_all, name: string, module: string) =>
      constant(name, module),
    )
}

const esbuildLowering = { using: false, 'async-await': false, 'async-generator': false, 'for-await': false }

export const compilers: readonly Compiler[] = [
  {
    name: 'acoro',
    lower: (source) => bindHelpers(lower(source, 'program.js', { raw: false })?.code ?? source),
    helpers: { ofPlugin },
  },
  {
    name: 'acoro with places',
    lower: (source) => bindHelpers(lower(source, 'program.js', { raw: false, places: true })?.code ?? source),
    helpers: { ofPlugin: withPlaces },
  },
  {
    name: 'esbuild',
    lower: (source) =>
      esbuild(source, { target: 'esnext', supported: esbuildLowering, format: 'esm' }).code.replace(
        /^var (__async|__await|__asyncGenerator|__yieldStar|__forAwait) =/gm,
        'var $1Own =',
      ),
    helpers: ofEsbuild,
  },
  {
    name: 'typescript',
    lower: (source) =>
      ts.transpileModule(source, {
        compilerOptions: {
          target: ts.ScriptTarget.ES2016,
          module: ts.ModuleKind.ESNext,
          noEmitHelpers: true,
        },
      }).outputText,
    helpers: { ...tslib, ...ofTslib },
  },
  {
    name: 'swc',
    lower: (source) =>
      bindImports(
        swc(source, {
          jsc: { externalHelpers: true, parser: { syntax: 'ecmascript' } },
          env: {
            targets: { node: '20' },
            include: ['transform-async-to-generator', 'transform-async-generator-functions'],
          },
          module: { type: 'es6' },
        }).code,
      ),
    helpers: { helperOf },
  },
  {
    name: 'babel',
    lower: (source) =>
      bindImports(
        babel(source, {
          configFile: false,
          babelrc: false,
          plugins: [
            [require.resolve('@babel/plugin-transform-runtime'), { version: '7.28.0' }],
            require.resolve('@babel/plugin-transform-async-to-generator'),
            require.resolve('@babel/plugin-transform-async-generator-functions'),
          ],
        })?.code ?? '',
      ),
    helpers: { helperOf },
  },
  {
    name: 'oxc',
    lower: (source) => {
      const result = oxc('program.js', source, { target: 'es2016', helpers: { mode: 'Runtime' as never } })
      if (result.errors.length > 0) throw new Error(result.errors.map(({ message }) => message).join('\n'))
      return bindImports(result.code)
    },
    helpers: { helperOf },
  },
]

/** Makes a function of a lowered source that declares `main(env)`. */
export function load(code: string, helpers: Readonly<Record<string, unknown>> = {}): Program {
  const names = Object.keys(helpers).filter((name) => name !== 'default')
  const make = new Function(
    ...names,
    `"use strict"\n${code.replace(/^export \{\};?$/gm, '')}\nreturn main`,
  ) as (...values: unknown[]) => Program
  return make(...names.map((name) => helpers[name]))
}

/** `source`, which declares `function main(env)`, lowered by `compiler`, with the helpers of this package. */
export function lowered(compiler: Compiler, source: string): Program {
  return load(compiler.lower(withoutUsing(source)), compiler.helpers)
}

/** Lowers `using` only, which Node 20 lacks. */
export function withoutUsing(source: string): string {
  if (!source.includes('using ')) return source
  return esbuild(source, { target: 'esnext', supported: { using: false }, format: 'esm' }).code
}
