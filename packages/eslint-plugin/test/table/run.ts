/** What a program of each variant says when it runs. */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import ts from 'typescript'
import { fixtures } from '../support/prelude.ts'
import { codeOfVariant } from '../support/reports-on.ts'
import type { Variant } from '../support/shapes.ts'
import type { Program } from './stage.ts'

/** The lines of each variant. */
export async function run(variants: readonly Variant[], debug: boolean): Promise<string[][]> {
  const world = translated(readFileSync(`${fixtures}world.ts`, 'utf8'))
  const programs = variants.map((variant, index): Program => {
    const { use = variant.isBody ? 'await run(main())' : '' } = variant.shape
    // Warnings of the same place are told once.
    const place = `//# sourceURL=variant-${index}.js\n`
    return { world, variant: translated(`${codeOfVariant(variant, 'typed')}\n${use}\n`) + place }
  })
  const condition = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']
  const main = new URL('./run-all.ts', import.meta.url).pathname
  const { NODE_OPTIONS: _, ACORO_DEBUG: __, ...env } = process.env
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--no-warnings', ...condition, '--import', 'tsx', main],
    {
      env: { ...env, NODE_ENV: 'production', ...(debug && { ACORO_DEBUG: '1' }) },
      stdio: 'pipe',
    },
  )
  child.stdin.end(JSON.stringify(programs))
  const [said, besides] = await Promise.all([text(child.stdout), text(child.stderr)])
  // Acoro must not warn of what no variant did, when the process ends.
  if (besides !== '') throw new Error(`Expected nothing but what the variants say, got: ${besides}`)
  return JSON.parse(said) as string[][]
}

function translated(code: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  return ts.transpileModule(code, { fileName: 'program.ts', compilerOptions }).outputText
}
