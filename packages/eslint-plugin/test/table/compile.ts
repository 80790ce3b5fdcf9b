/** What the compiler of this repository says of each variant: all of them in one run. */

import { execFile } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixtures } from '../support/prelude.ts'
import { codeOfVariant } from '../support/reports-on.ts'
import type { Variant } from '../support/shapes.ts'

const own = new URL('../../', import.meta.url).pathname
const tsc = new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url).pathname

export interface Diagnostic {
  code: string
  message: string
}

/** The diagnostics of each variant, in their order. */
export async function compile(variants: readonly Variant[]): Promise<Diagnostic[][]> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'acoro-compile-')))
  try {
    symlinkSync(join(own, 'node_modules'), join(dir, 'node_modules'), 'dir')
    writeFileSync(join(dir, 'package.json'), JSON.stringify({ type: 'module' }))
    const world = { include: ['*.ts', `${fixtures}globals.d.ts`], extends: `${fixtures}tsconfig.json` }
    writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(world))
    for (const [index, variant] of variants.entries())
      writeFileSync(
        join(dir, `variant-${index}.ts`),
        codeOfVariant(variant, 'typed').replace('./world.ts', `${fixtures}world.ts`),
      )
    return diagnosticsIn(await output(dir), variants.length)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

function output(dir: string): Promise<string> {
  return new Promise((resolve) => {
    // It exits with a code because there are errors, which are what is asked for.
    execFile(
      process.execPath,
      [tsc, '-p', dir, '--pretty', 'false'],
      { cwd: dir },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    )
  })
}

function diagnosticsIn(text: string, count: number): Diagnostic[][] {
  const found: Diagnostic[][] = Array.from({ length: count }, () => [])
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith(' ')) continue
    const [, file, code = '', message = ''] = /^(.+?)\(\d+,\d+\): error (TS\d+): (.*)$/.exec(line) ?? []
    if (file === undefined) throw new Error(`Expected diagnostics, got: ${text}`)
    // The sources of the packages need more types of the platform than a program does.
    const index = /^variant-(\d+)\.ts$/.exec(file)?.[1]
    if (index !== undefined) found[Number(index)]?.push({ code, message })
  }
  return found
}
