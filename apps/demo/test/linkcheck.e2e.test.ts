import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, readFileSync, watch } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { Report } from '../src/report/report.ts'
import { temporaryFolder } from './temporary-folder.ts'

/**
 * The command as users run it: a child process, real sockets, the real clock. It is slow, and the only such
 * file. A test ends when its process does, and nothing sleeps.
 */

const MAIN = ['--conditions=@acoro/source', '--import', 'tsx', 'src/main.ts']
const PATIENCE = 60_000

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

function start(argv: string[], out: number | 'pipe' = 'pipe', error: number | 'pipe' = 'pipe') {
  const cwd = new URL('..', import.meta.url)
  return spawn(process.execPath, [...MAIN, ...argv], { cwd, stdio: ['ignore', out, error] })
}

/** Runs the command; `interruptAt` sends a signal as soon as a line of its progress matches. */
async function linkcheck(
  argv: string[],
  interruptAt?: RegExp,
  signal: NodeJS.Signals = 'SIGINT',
): Promise<Ended> {
  const child = start(argv)
  let error = ''
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    error += chunk
    if (interruptAt?.test(error)) {
      child.kill(signal)
      interruptAt = undefined
    }
  })
  const [out, [code]] = await Promise.all([text(child.stdout!), once(child, 'close')])
  return { code, out, error }
}

describe('linkcheck, as a process', { timeout: PATIENCE }, () => {
  it('finds exactly the planted faults of the bundled site, long before a sequential check would', async () => {
    // Twice the time of the slowest good page, to tell it from a silent one on a busy machine, too.
    const { code, out, error } = await linkcheck(['--json', '--timeout', '6000'])
    const report: Report = JSON.parse(out)
    expect(report.planted).toEqual({ expected: 19, missing: [], unexpected: [] })
    expect(report.complete).toBe(true)
    expect(report.summary.pages).toBeGreaterThanOrEqual(200)
    // Four addresses fail temporarily, and are tried three times. One of them recovers.
    expect(report.summary.requests).toBe(report.summary.addresses + 2 * 4)
    expect(report.summary.elapsed).toBeLessThan(report.summary.oneByOne / 2)
    expect(error).toMatch(/^\d+ of \d+ addresses checked, \d+ broken, .* s\n/m)
    expect(code).toBe(0)
  })

  it('on Ctrl-C prints what it has found so far and exits with 130', async () => {
    const { code, out, error } = await linkcheck([], /^[1-9]\d* of/m)
    expect(out).toMatch(/Interrupted: [\d,]+ links? found so far not checked\.\nChecked [1-9]\d* address/)
    expect(error).not.toMatch(/^\s+at /m)
    expect(code).toBe(130)
  })

  it('on SIGTERM writes its report and its state, and exits with 143', async () => {
    using folder = temporaryFolder()
    const server = createServer(({ url }, response) => {
      if (url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<a href=/silent>')
      else if (url !== '/silent') response.writeHead(404).end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const argv = [
      site,
      '--timeout',
      '60000',
      '--state',
      join(folder.path, 'state'),
      '--report',
      join(folder.path, 'page.html'),
    ]
    const { code, out, error } = await linkcheck(argv, /^1 of 2 /m, 'SIGTERM')
    expect(out).toMatch(/^Interrupted: 1 link found so far not checked\.$/m)
    expect(error).toContain('state holds what is known: the same command goes on from there')
    expect(error).not.toMatch(/^\s+at /m)
    expect([code, readdirSync(folder.path).sort()]).toEqual([143, ['page.html', 'state']])
    server.closeAllConnections()
    server.close()
  })

  it('opens a console with --console, which shows its tasks while they wait, and ends with it', async () => {
    const server = createServer(({ url }, response) => {
      if (url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<a href=/silent>')
      else if (url !== '/silent') response.writeHead(404).end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const child = start([site, '--timeout', '60000', '--console'])
    let error = ''
    for await (const chunk of child.stderr!.setEncoding('utf8')) {
      error += chunk
      if (/^1 of 2 /m.test(error)) break
    }
    const [, address = '', token = ''] = /^console: (http:.*)#(\w+)$/m.exec(error) ?? []
    const headers = { 'content-type': 'application/json', 'x-acoro-token': token }
    const ask = async (name: string, body: object) => {
      const answer = await fetch(`${address}api/${name}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return (await answer.json()) as { text: string }
    }
    expect((await ask('text', { view: 'verdict' })).text).toMatch(
      /main\.ts, pid \d+, node .*: (?:idle|alive)/,
    )
    expect((await ask('text', { view: 'ps' })).text).toContain('progress')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([143, null])
    server.closeAllConnections()
    server.close()
  })

  it('prints nothing but JSON on standard output when interrupted, too', async () => {
    const { code, out } = await linkcheck(['--json'], /^[1-9]\d* of/m)
    const report: Report = JSON.parse(out)
    expect([report.complete, report.planted?.unexpected, code]).toEqual([false, [], 130])
  })

  it('goes on from what was saved a second ago when it is killed', async () => {
    using folder = temporaryFolder()
    const asked: string[] = []
    let patient = true
    const listener: RequestListener = ({ url = '' }, response) => {
      asked.push(url)
      if (url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<a href=/slow>')
      else if (url !== '/slow' || !patient) response.writeHead(404).end()
    }
    const server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const argv = [
      site,
      '--json',
      '--timeout',
      '60000',
      '--state',
      join(folder.path, 'state'),
      '--state-every',
      '1',
    ]

    const watcher = watch(folder.path)
    const child = start(argv)
    const closed = once(child, 'close')
    while (!readdirSync(folder.path).includes('state')) await once(watcher, 'change')
    child.kill('SIGKILL')
    watcher.close()
    expect(await closed).toEqual([null, 'SIGKILL'])

    patient = false
    asked.length = 0
    const { code, out, error } = await linkcheck(argv)
    expect(error).toMatch(/^going on from .*: 1 address is known\n/)
    expect(asked).toEqual(['/robots.txt', '/sitemap.xml', '/slow'])
    expect(JSON.parse(out)).toMatchObject({ complete: true, broken: [{ link: '/slow', status: 404 }] })
    expect([code, readdirSync(folder.path)]).toEqual([1, []])
    server.closeAllConnections()
    server.close()
  })

  it('refuses bad arguments with a line, the usage and 2', async () => {
    const { code, out, error } = await linkcheck(['--depth', 'deep'])
    expect(error).toMatch(
      /^linkcheck: --depth must be a whole number from 0 to 1000000, got "deep"\n\nUsage: linkcheck \[url or file \.\.\.\]/,
    )
    expect([out, code]).toEqual(['', 2])
  })

  it('says in a line that standard output is full, and exits with 2', async () => {
    const full = openSync('/dev/full', 'w')
    const child = start(['--help'], full)
    const [error, [code]] = await Promise.all([text(child.stderr!), once(child, 'close')])
    closeSync(full)
    expect([error, code]).toEqual(['linkcheck: standard output cannot be written: the disk is full\n', 2])
  })

  it('has nothing to say about a standard error that is full', async () => {
    const full = openSync('/dev/full', 'w')
    const child = start(['--depth', 'deep'], 'pipe', full)
    const [out, [code]] = await Promise.all([text(child.stdout!), once(child, 'close')])
    closeSync(full)
    expect([out, code]).toEqual(['', 2])
  })

  it('writes a report to what standard output leads to, behind what is there', async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'out')
    const file = openSync(path, 'w')
    const child = start(['http://127.0.0.1:1/', '--ignore-robots', '--report', '/dev/stdout'], file)
    const [error, [code]] = await Promise.all([text(child.stderr!), once(child, 'close')])
    closeSync(file)
    expect(error).toContain('/dev/stdout holds the report')
    expect(readFileSync(path, 'utf8')).toMatch(/^1 broken link\n[\s\S]*<!doctype html>[\s\S]*<\/html>\n$/)
    expect(code).toBe(1)
  })

  it('helps', async () => {
    const { code, out, error } = await linkcheck(['--', '--help'])
    expect(out).toMatch(/^Usage: linkcheck/)
    expect([error, code]).toEqual(['', 0])
  })
})
