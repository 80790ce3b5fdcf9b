import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { fromPromise } from '@acoro/compat'
import { CancelledError, createTask, run } from '@acoro/core'
import { describe, expect, it, vi } from 'vitest'
import { readState } from '../src/cli/files.ts'
import { linkcheck } from '../src/cli/linkcheck.ts'
import { parseArguments } from '../src/cli/parse-arguments.ts'
import type { Terminal } from '../src/cli/terminal.ts'
import type { Report } from '../src/report/report.ts'
import { selfSigned } from './self-signed.ts'
import { temporaryFolder } from './temporary-folder.ts'

// Each run starts a worker for its pages, which takes time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Runs the command inside this process, on real sockets. */
function check(...argv: string[]): Promise<Checked> {
  return checkWith({}, ...argv)
}

interface Checked {
  code: number
  report: Report
  progress: string
}

async function checkWith(more: Partial<Terminal>, ...argv: string[]): Promise<Checked> {
  const out: string[] = []
  const progress: string[] = []
  const terminal: Terminal = {
    writeOut: (text) => void out.push(text),
    writeError: (text) => void progress.push(text),
    color: false,
    screen: undefined,
    ...more,
  }
  const code = await run(linkcheck(parseArguments([...argv, '--json']), terminal))
  return { code, report: JSON.parse(out.join('')), progress: progress.join('') }
}

const SILENT: Terminal = { writeOut: () => {}, writeError: () => {}, color: false, screen: undefined }

/** The text on standard error of a command that exits with 2 and prints nothing else. */
async function refusal(...argv: string[]): Promise<string> {
  const out: string[] = []
  const error: string[] = []
  const terminal = {
    ...SILENT,
    writeOut: (text: string) => void out.push(text),
    writeError: (text: string) => void error.push(text),
  }
  expect([await run(linkcheck(parseArguments(argv), terminal)), out]).toEqual([2, []])
  return error.join('')
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil
  })
  return { promise, resolve }
}

async function serve(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
  return listen(createServer(listener), 'http')
}

async function listen(
  server: Server & { closeAllConnections?(): void },
  scheme: 'http' | 'https',
): Promise<{ url: string } & AsyncDisposable> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections?.()
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
  it('goes on from the state that Ctrl-C left, and takes it away when it is done', async () => {
    const asked: string[] = []
    const { promise: hanging, resolve } = withResolvers()
    let patient = true
    await using site = await serve((request, response) => {
      asked.push(request.url ?? '')
      if (request.url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<a href=/slow>')
      else if (request.url === '/slow' && patient) resolve()
      else response.writeHead(404).end()
    })
    using folder = temporaryFolder()
    const state = join(folder.path, 'state.json')
    const said: string[] = []
    const terminal = { ...SILENT, writeError: (text: string) => void said.push(text) }
    const interrupted = run(function* () {
      const task = createTask(linkcheck(parseArguments([site.url, '--state', state]), terminal))
      yield* fromPromise(hanging)
      task.cancel()
      return yield* task
    })
    await expect(interrupted).rejects.toThrow(CancelledError)
    expect(said.at(-1)).toBe(`${state} holds what is known: the same command goes on from there\n`)
    expect(readdirSync(folder.path)).toEqual(['state.json'])

    patient = false
    asked.length = 0
    const { code, report, progress } = await check(site.url, '--state', state)
    expect(progress).toMatch(/^going on from .*: 1 address is known\n/)
    expect(asked).toEqual(['/robots.txt', '/sitemap.xml', '/slow'])
    expect(report).toMatchObject({
      complete: true,
      broken: [{ link: '/slow', status: 404 }],
      summary: { addresses: 2, earlier: 1 },
    })
    expect([code, readdirSync(folder.path)]).toEqual([1, []])
  })

  it('refuses a state it cannot go on from, and leaves it as it is', async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'state.json')
    for (const [text, reason] of [
      ['{"format":"linkcheck-state","vers', 'it is cut short'],
      ['my diary', 'it is not a state of linkcheck'],
    ] as const) {
      writeFileSync(path, text)
      expect(await refusal('http://127.0.0.1:9/', '--state', path)).toBe(
        `linkcheck: --state ${JSON.stringify(path)} is refused: ${reason}\n`,
      )
      expect(readFileSync(path, 'utf8')).toBe(text)
    }
  })

  it.each(['--report', '--junit', '--state'])(
    'asks before the crawl whether %s can be written',
    async (option) => {
      using folder = temporaryFolder()
      const nowhere = join(folder.path, 'no', 'file')
      expect(await refusal('http://127.0.0.1:9/', option, nowhere)).toBe(
        `linkcheck: ${option} ${JSON.stringify(nowhere)} cannot be written: there is no such file or folder\n`,
      )
      expect(await refusal('http://127.0.0.1:9/', option, folder.path)).toBe(
        `linkcheck: ${option} ${JSON.stringify(folder.path)} cannot be written: it is a folder\n`,
      )
    },
  )

  it('says in one line where a file can no longer be written when its time has come', async () => {
    using folder = temporaryFolder()
    const inside = join(folder.path, 'inside')
    mkdirSync(inside)
    await using site = await serve((_request, response) => {
      rmSync(inside, { recursive: true, force: true })
      response.writeHead(200, { 'content-type': 'text/html' }).end('fine')
    })
    const path = join(inside, 'report.html')
    const { code, report, progress } = await check(site.url, '--report', path)
    expect([code, report.complete]).toEqual([2, true])
    expect(progress.split('\n').slice(-2)).toEqual([
      `linkcheck: ${JSON.stringify(path)} cannot be written: there is no such file or folder`,
      '',
    ])
  })

  it('ends with one line, and with what it has found, where there is no disk for more', async () => {
    const nowhere = '/no/such/folder'
    const pages = html({ '/': '<a href=/big>', '/big': `<a href=/${'x'.repeat(100_000)}>` })
    await using site = await serve((request, response) => {
      // Not before: the worker that reads pages needs it to start.
      if (request.url === '/big') vi.stubEnv('TMPDIR', nowhere)
      pages(request, response)
    })
    using folder = temporaryFolder()
    const state = join(folder.path, 'state')
    const checked = check(site.url, '--state', state).finally(() => vi.unstubAllEnvs())
    const { code, report, progress } = await checked
    expect(readState(state, site.url)?.size).toBe(1)
    expect([code, report.complete, report.summary.addresses]).toEqual([2, false, 1])
    expect(progress.split('\n').slice(-2)).toEqual([
      `linkcheck: a temporary file in ${nowhere} cannot be written: there is no such file or folder; TMPDIR may name another folder`,
      '',
    ])
  })

  it('says so where the port of the feed is taken', async () => {
    await using site = await serve(html({}))
    const { port } = new URL(site.url)
    expect(await refusal('http://127.0.0.1:9/', '--listen', port)).toMatch(
      new RegExp(`^linkcheck: --listen ${port}: .*in use.*\\n$`),
    )
  })

  it('serves the bundled site until it is cancelled', async () => {
    const { promise: served, resolve } = withResolvers()
    const out: string[] = []
    const writeOut = (text: string): void => {
      out.push(text)
      resolve()
    }
    const statuses: number[] = []
    const serving = run(function* () {
      const task = createTask(linkcheck(parseArguments(['--serve', '0']), { ...SILENT, writeOut }))
      yield* fromPromise(served)
      const url = /^the bundled site is at (http:\S+) until Ctrl-C\n$/.exec(out.join(''))![1]!
      statuses.push((yield* fromPromise(fetch(url))).status)
      task.cancel()
      return yield* task
    })
    await expect(serving).rejects.toThrow(CancelledError)
    expect(statuses).toEqual([200])
  })

  it('says so where the port to serve it on is taken', async () => {
    await using site = await serve(html({}))
    const { port } = new URL(site.url)
    expect(await refusal('--serve', port)).toMatch(new RegExp(`^linkcheck: --serve ${port}: .*in use.*\\n$`))
  })

  it('writes what CI shows as tests', async () => {
    await using site = await serve(html({ '/': '<a href="/a&amp;b">', '/a&b': '<a href=/>' }))
    using folder = temporaryFolder()
    const junit = join(folder.path, 'junit.xml')
    const { progress } = await check(site.url, '--junit', junit)
    expect(progress).toContain(`${junit} holds the report for CI\n`)
    const xml = readFileSync(junit, 'utf8')
    expect(xml).toContain('<testsuites tests="2" failures="0" errors="0" skipped="0"')
    expect(xml).toContain(`name="${site.url}a&amp;b"`)
  })

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

  it('asks once for what is not HTTP, and once of a host whose certificate nobody signed', async () => {
    for (const [answer, reason] of [
      ['HTTP/1.1 200 OK\r\nthis is no header\r\n\r\n', /^its answer is not HTTP: /],
      [`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`, /^the headers of its answer are too long$/],
      ['220 mail.test ready\r\n', /^its answer is not HTTP: /],
    ] as const) {
      let asked = 0
      const server = createTcpServer((socket) => {
        socket
          .on('error', () => {})
          .once('data', () => {
            asked++
            socket.end(answer)
          })
      })
      await using site = await listen(server, 'http')
      const { code, report } = await check(site.url, '--ignore-robots')
      expect(report.broken).toMatchObject([{ kind: 'network', reason: expect.stringMatching(reason) }])
      expect([code, asked]).toEqual([1, 1])
    }

    let connections = 0
    const secure = createTlsServer(selfSigned, (_request, response) => void response.end('never'))
    secure.on('tlsClientError', () => {}).on('connection', () => connections++)
    await using site = await listen(secure, 'https')
    const { code, report } = await check(site.url, '--ignore-robots')
    expect(report.broken).toMatchObject([{ kind: 'network', reason: 'its certificate is self-signed' }])
    expect([code, connections]).toEqual([1, 1])
  })

  it('takes any certificate with --insecure', async () => {
    const server = createTlsServer(selfSigned, html({ '/': '<a href=/a>', '/a': '' }))
    await using site = await listen(server, 'https')
    const { code, report } = await check(site.url, '--insecure')
    expect([code, report.broken, report.summary.addresses]).toEqual([0, [], 2])
  })

  it('sends the headers of the user to their site, and to no other', async () => {
    const asked: string[] = []
    const listener =
      (host: string, body: () => string): RequestListener =>
      ({ headers, url }, response) => {
        asked.push(`${host}${url} ${headers['x-key']} ${headers['user-agent']}`)
        response.writeHead(200, { 'content-type': 'text/html' }).end(body())
      }
    await using other = await serve(listener('other', () => ''))
    await using site = await serve(listener('site', () => `<a href="${other.url}">`))
    const options = ['--ignore-robots', '--header', 'X-Key: secret', '--user-agent', 'me/1']
    expect((await check(site.url, ...options)).code).toBe(0)
    expect(asked).toEqual(['site/ secret me/1', 'other/ undefined me/1'])
  })

  it('checks files and what they link to, on disk and in the network', async () => {
    await using site = await serve(html({ '/': '<p id=here>' }))
    using folder = temporaryFolder()
    const write = (name: string, text: string): string => {
      const path = join(folder.path, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      return path
    }
    const readme = write(
      'docs/README.md',
      `# Title\n[a](a.md#the-part) [b](a.md#no-part) [c](b%20c.html?x#d) [e](../outside.md) [f](../lost.md)
      [g](img/) [h](#title) [i](${site.url}) [j](${site.url}gone) [k](//127.0.0.1:1/)`,
    )
    write('docs/a.md', '## The part\n\n[back](README.md) [gone](./gone.png)')
    write('docs/b c.html', '<a id=d href="a.md"><img src=gone.gif>')
    write('docs/img/x.png', '')
    write('outside.md', '[not read](nowhere)')
    const { code, report } = await check(readme, '--ignore-robots')
    const url = (name: string): string => pathToFileURL(join(folder.path, name)).href
    expect(report.broken.map(({ page, link, kind, reason }) => [page, link, kind, reason])).toEqual([
      [url('docs/README.md'), 'a.md#no-part', 'missing-anchor', 'no anchor "no-part" on that page'],
      [url('docs/README.md'), '../lost.md', 'file', 'there is no such file'],
      [url('docs/README.md'), `${site.url}gone`, 'http-status', 'Not Found'],
      [url('docs/README.md'), '//127.0.0.1:1/', 'network', 'a port that fetch, like a browser, refuses'],
      [url('docs/a.md'), './gone.png', 'file', 'there is no such file'],
      [url('docs/b c.html'), 'gone.gif', 'file', 'there is no such file'],
    ])
    expect([code, report.summary.pages]).toEqual([1, 3])
  })

  it('checks standard input, a list of addresses or a page', async () => {
    await using site = await serve(html({ '/': '' }))
    for (const text of [
      `${site.url}\n${site.url}gone\n`,
      `<!doctype html><a href="${site.url}"></a><a href="${site.url}gone">`,
    ]) {
      const input = Readable.from([Buffer.from(text)])
      const { code, report } = await checkWith({ input }, '-', '--ignore-robots')
      expect(report.broken).toMatchObject([{ link: `${site.url}gone`, status: 404 }])
      expect([code, report.summary.addresses]).toEqual([1, 3])
    }
  })

  it('does not ask other sites again for what the cache knows, and asks for what was broken', async () => {
    const asked: string[] = []
    await using other = await serve(({ url = '' }, response) => {
      asked.push(url)
      if (url === '/moved') response.writeHead(301, { location: '/fine' }).end()
      else response.writeHead(url === '/fine' ? 200 : 404).end()
    })
    const links = ['fine', 'moved', 'gone'].map((path) => `<a href="${other.url}${path}">`)
    await using site = await serve(html({ '/': links.join('') }))
    using folder = temporaryFolder()
    const cache = join(folder.path, 'cache')
    const run = () => check(site.url, '--ignore-robots', '--cache', cache)
    const first = await run()
    expect([first.code, asked.sort()]).toEqual([1, ['/fine', '/gone', '/gone', '/moved']])
    asked.length = 0
    const second = await run()
    expect(asked).toEqual(['/gone', '/gone'])
    expect(second.report.summary).toMatchObject({ addresses: 4, cached: 2, requests: 2 })
    expect(second.report.broken).toEqual(first.report.broken)
    // A file of another program is left alone.
    writeFileSync(cache, 'my diary\n')
    expect(await refusal(site.url, '--cache', cache)).toBe(
      `linkcheck: --cache ${JSON.stringify(cache)} is refused: it is not a cache of linkcheck\n`,
    )
    expect(readFileSync(cache, 'utf8')).toBe('my diary\n')
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
