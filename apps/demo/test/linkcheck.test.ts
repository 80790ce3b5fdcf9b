import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { run } from '@acoro/core'
import { describe, expect, it, vi } from 'vitest'
import { linkcheck } from '../src/cli/linkcheck.ts'
import { parseArguments } from '../src/cli/parse-arguments.ts'
import type { Terminal } from '../src/cli/terminal.ts'
import type { Report } from '../src/report/report.ts'

// Each run starts a worker for its pages, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** The command inside this process, on real sockets. */
async function check(...argv: string[]): Promise<{ code: number; report: Report; progress: string }> {
  const out: string[] = []
  const progress: string[] = []
  const terminal: Terminal = {
    writeOut: (text) => void out.push(text),
    writeError: (text) => void progress.push(text),
    color: false,
    screen: undefined,
  }
  const code = await run(linkcheck(parseArguments([...argv, '--json']), terminal))
  return { code, report: JSON.parse(out.join('')), progress: progress.join('') }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil
  })
  return { promise, resolve }
}

async function serve(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function html(pages: Record<string, string>): RequestListener {
  return (request, response) => {
    const body = pages[request.url ?? '']
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(body)
  }
}

describe('linkcheck', () => {
  it('has nothing to say about a good site and exits with 0', async () => {
    await using site = await serve(html({ '/': '<a href=/a>', '/a': '<a href=/>' }))
    const { code, report, progress } = await check(site.url)
    expect(report).toMatchObject({ start: site.url, complete: true, broken: [], summary: { addresses: 2 } })
    expect(report).not.toHaveProperty('planted')
    expect(progress).toMatch(/^0 of 1 addresses checked, 0 broken, \d+ ms\n/)
    expect(code).toBe(0)
  })

  it('exits with 1 where a link is broken', async () => {
    await using site = await serve(html({ '/': '<a href=gone.html>' }))
    const { code, report } = await check(site.url)
    expect(report.broken).toMatchObject([
      { page: site.url, link: 'gone.html', status: 404, reason: 'Not Found' },
    ])
    expect(code).toBe(1)
  })

  it('says so where nobody listens, and exits with 1', async () => {
    const site = await serve(html({}))
    await site[Symbol.asyncDispose]()
    const { code, report } = await check(site.url, '--retries', '0')
    expect(report.broken).toMatchObject([
      { page: null, link: site.url, kind: 'network', reason: 'connection refused: nobody listens there' },
    ])
    expect(code).toBe(1)
  })

  it('closes the connection of a page that takes too long', async () => {
    const { promise: closed, resolve } = withResolvers()
    await using site = await serve((request) => void request.socket.once('close', resolve))
    const { code, report } = await check(site.url, '--timeout', '50')
    expect(report.broken).toMatchObject([{ kind: 'timeout', reason: 'no answer within 50 ms' }])
    expect(code).toBe(1)
    await closed
  })

  it('keeps to the depth', async () => {
    await using site = await serve(html({ '/': '<a href=/a>', '/a': '<a href=/gone>' }))
    expect((await check(site.url, '--depth', '1')).code).toBe(0)
    expect((await check(site.url, '--depth', '2')).code).toBe(1)
  })
})
