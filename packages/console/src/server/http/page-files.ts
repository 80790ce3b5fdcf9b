import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type StaticFile, staticFiles } from './static-files.ts'

/** The built page: two folders up, or if this runs from its sources, where the build puts it. */
export function pageFiles(): ReadonlyMap<string, StaticFile> {
  const folders = ['../../page/', '../page/', '../../../dist/page/'].map(
    (path) => new URL(path, import.meta.url),
  )
  const built = folders.find((folder) => existsSync(fileURLToPath(new URL('page.js', folder))))
  return staticFiles(built ?? (folders[0] as URL))
}

/** The same page, for a file in place of a program. It is told so by an attribute, and watches nothing. */
export function pageOfFile(shows: 'order' | 'recording'): ReadonlyMap<string, StaticFile> {
  const files = new Map(pageFiles())
  const page = files.get('/')
  if (page === undefined) return files
  const html = page.body
    .toString('utf8')
    .replace('<html lang="en">', `<html lang="en" data-shows="${shows}">`)
  return files.set('/', { type: page.type, body: Buffer.from(html) })
}
