/** Is a file a module or CommonJS? */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { transformSync } from 'esbuild'
import { hasModuleSyntax } from '../plugin/ast.ts'

export type Format = 'module' | 'commonjs'

/**
 * `known` is what Node says, if it does: `module-typescript`, too. Else it is told as Node tells it: by the
 * file's name, by the nearest package.json, or by what the code uses.
 */
export function formatOf(file: string, code: string, known: string | null | undefined): Format {
  const said = /^(module|commonjs)/.exec(known ?? '')?.[1] ?? /\.([cm])[jt]s$/.exec(file)?.[1]
  if (said !== undefined) return said.startsWith('m') ? 'module' : 'commonjs'
  return typeAbove(file) ?? (hasModuleSyntax(withoutTypes(code, file)) ? 'module' : 'commonjs')
}

export function isTypeScript(file: string): boolean {
  return /\.[cm]?ts$/.test(file)
}

/** As Node takes types off: an import of types alone goes away, any other one stays. */
function withoutTypes(code: string, file: string): string {
  if (!isTypeScript(file)) return code
  const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: true } }
  return transformSync(code, { loader: 'ts', target: 'esnext', sourcefile: file, tsconfigRaw }).code
}

function typeAbove(file: string): Format | undefined {
  for (let dir = dirname(file); ; dir = dirname(dir)) {
    try {
      const { type } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { type?: unknown }
      return type === 'module' || type === 'commonjs' ? type : undefined
    } catch {
      if (dir === dirname(dir)) return undefined
    }
  }
}
