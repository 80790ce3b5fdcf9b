// What `pnpm --filter @acoro/docs build` wrote.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../../../scripts/lib/workspace.ts'

export const dist: string = join(root, 'apps/docs/dist')

if (!existsSync(join(dist, 'index.html')))
  throw new Error('Expected the site in apps/docs/dist: run pnpm --filter @acoro/docs build first')

/** The one file of a folder of the site whose name begins so. */
export function onlyFile(folder: string, beginning: string): string {
  const names = readdirSync(join(dist, folder)).filter((name) => name.startsWith(beginning))
  if (names.length !== 1) throw new Error(`Expected one file ${folder}/${beginning}…, got ${names.length}`)
  return readFileSync(join(dist, folder, names[0] as string), 'utf8')
}
