import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type StaticFile, staticFiles } from './static-files.ts'

/** The built page: two folders up, or if this runs from its sources, where the build puts it. */
export function pageFiles(): ReadonlyMap<string, StaticFile> {
  const folders = ['../../page/', '../../../dist/page/'].map((path) => new URL(path, import.meta.url))
  const built = folders.find((folder) => existsSync(fileURLToPath(new URL('page.js', folder))))
  return staticFiles(built ?? (folders[0] as URL))
}
