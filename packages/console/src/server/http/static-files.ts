/**
 * The files of the page, read once when the server starts. A request names one of them or gets nothing, so no
 * path of a request ever reaches the file system.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'

export interface StaticFile {
  readonly type: string
  readonly body: Buffer
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Shown if the page is not there. The server and the command line work without it. */
const NO_PAGE =
  '<!doctype html><meta charset="utf-8"><title>acoro</title>' +
  '<p>The files of the page are not beside the server: build @acoro/console, or leave it out of the bundle.'

/** The files of `folder` by the path of their address. `index.html` is `/`. */
export function staticFiles(folder: URL): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>()
  for (const name of namesIn(folder)) {
    const type = types[extname(name)]
    if (type === undefined) continue
    files.set(name === 'index.html' ? '/' : `/${name}`, { type, body: readFileSync(new URL(name, folder)) })
  }
  if (!files.has('/')) files.set('/', { type: types['.html'] as string, body: Buffer.from(NO_PAGE) })
  return files
}

function namesIn(folder: URL): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
