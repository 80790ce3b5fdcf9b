// The examples of the pages that can run in a browser: each with the files it imports, as they are at that
// point of the tutorial. What imports another module than the packages that the worker has cannot run there,
// and gets no button.

import { createHash } from 'node:crypto'
import { blocksOf } from '../../../../scripts/examples/extract.ts'
import { Steps } from '../../../../scripts/examples/steps.ts'
import type { Program } from '../../playground/base/program.ts'

export interface PageExample {
  route: string
  /** As it stands in the block. */
  code: string
  id: string
  program: Program
}

/** The packages that are in the worker's script. */
export const inWorker: readonly string[] = [
  '@acoro/core',
  '@acoro/core/lowlevel',
  '@acoro/compat',
  '@acoro/service',
  '@acoro/sync',
  '@acoro/testing',
  '@acoro/web',
  '@acoro/web/testing',
]

/** Takes the pages in their order. */
export function examplesOf(pages: readonly { route: string; text: string }[]): PageExample[] {
  const steps = new Steps()
  return pages.flatMap(({ route, text }) =>
    blocksOf(text, route).flatMap((block) => {
      const step = steps.add(block)
      const { code, mode } = block
      const name = block.name ?? 'main.ts'
      const files = { ...Object.fromEntries(step?.imported ?? []), [name]: `${code}\n` }
      if (mode !== 'run' || !Object.values(files).every(canRun)) return []
      const program = { main: name, files }
      const id = createHash('sha256').update(JSON.stringify(program)).digest('hex').slice(0, 12)
      return [{ route, code, id, program }]
    }),
  )
}

function canRun(code: string): boolean {
  const others = importedBy(code).filter((name) => !name.startsWith('./') && !inWorker.includes(name))
  return others.length === 0 && !/\b(?:process|Buffer|setImmediate|require|__dirname)\b/.test(code)
}

/** The modules that a program imports, or exports from. `export type A = 'x'` names none. */
export function importedBy(code: string): string[] {
  const statements = /^(?:import|export)\b[^'"]*?\bfrom\s*['"]([^'"\n]+)['"]|^import\s*['"]([^'"\n]+)['"]/gm
  return [...code.matchAll(statements)].map(([, from, bare]) => from ?? bare ?? '')
}
