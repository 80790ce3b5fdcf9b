// The built site on a port of this machine, as any server of static files would serve it: below its base,
// with its own page for what is not there.

import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { base } from '../../../src/base.ts'
import { dist } from './built.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

export interface ServedSite {
  /** Of its first page: ends with the base. */
  readonly address: string
  close(): void
}

/** For browsers without a driver. */
export interface Probe {
  /** Markup at the end of each page: a script that sends to `/seen` what it saw. */
  readonly probe: string
  seen(text: string): void
}

export async function serveSite(probed?: Probe): Promise<ServedSite> {
  const server = createServer((request, response) => {
    if (probed !== undefined && request.url === '/seen') return hear(request, response, probed)
    // The address without `..`, as the URL parser leaves it: nothing outside of the folder can be asked for.
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname)
    const file = path.startsWith(base) ? fileOf(path.slice(base.length)) : undefined
    if (file === undefined) send(response, 404, join(dist, '404.html'))
    else if (probed !== undefined && /(?<!playground\/[^/]*)\.html$/.test(file))
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(readFileSync(file, 'utf8') + probed.probe)
    else send(response, 200, file)
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}${base}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function hear(request: IncomingMessage, response: ServerResponse, { seen }: Probe): void {
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (part: string) => {
    text += part
  })
  request.on('error', () => response.destroy())
  request.on('end', () => {
    response.end()
    seen(text)
  })
}

function fileOf(path: string): string | undefined {
  const file = join(dist, path, path === '' || path.endsWith('/') ? 'index.html' : '')
  return existsSync(file) && statSync(file).isFile() ? file : undefined
}

function send(response: ServerResponse, status: number, file: string): void {
  response.writeHead(status, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response)
}
