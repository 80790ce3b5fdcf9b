// Programs for tests that ask how compiled code behaves: sources, lowered by one compiler or by each.

import { type Compiler, compilers, lowered } from './compilers.ts'

/** Our own plugin, if the environment names no other one (`ACORO_COMPILER=esbuild`). */
const chosen = compilers.find(({ name }) => name === (process.env.ACORO_COMPILER ?? 'acoro')) as Compiler

/** Runs `source`, the body of `main(env)`, lowered by `compiler`. */
export function run<T = unknown>(source: string, env: object = {}, compiler: Compiler = chosen): T {
  const names = Object.keys(env).join(', ')
  return lowered(compiler, `function main(env) {\nconst { ${names} } = env\n${source}\n}`)(env) as T
}

/** The same, not lowered. */
export function runNative<T = unknown>(source: string, env: object = {}): T {
  const names = Object.keys(env)
  return new Function(...names, `"use strict"\n${source}`)(...Object.values(env)) as T
}
