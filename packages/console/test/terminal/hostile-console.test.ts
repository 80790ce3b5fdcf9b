// only on node: it listens to a port, and reads the files of programs

/** Another program took the port of a console, and answers what it likes. */

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { acoroCommand } from '@acoro/console/command'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { directoryPath } from '../../src/attach/directory.ts'
import { writeProgramFile } from '../../src/attach/program-file.ts'

let home: string
let server: Server
let answer: { status?: number; type?: string; body: string | Buffer }

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'acoro-hostile-'))
  vi.stubEnv('ACORO_CONSOLE_DIR', join(home, 'acoro'))
  server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' })
      response.end(answer.body)
    })
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const program = { pid: process.pid, host: '127.0.0.1', port, token: 't', since: 0 }
  writeProgramFile(directoryPath(), { ...program, title: 'app\u001b]52;c;AAAA\u0007.js' })
})
afterEach(() => {
  vi.unstubAllEnvs()
  server.close()
  server.closeAllConnections()
  rmSync(home, { recursive: true, force: true })
})

async function acoro(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  const got = { out: '', error: '' }
  const code = await acoroCommand(argv, {
    out: (text) => {
      got.out += text
    },
    error: (text) => {
      got.error += text
    },
  })
  return { code, ...got }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/

test.each(['ps', 'pstree', 'console'])('%s escapes all that could control the terminal', async (command) => {
  answer = { body: JSON.stringify({ text: 'a\u001b[31m\u009b2J\u007f\r\nb\u0007', circles: 0 }) }
  const { code, out } = await acoro(command)
  expect(code).toBe(0)
  expect(out).toMatch(/^a\\u\{1b\}\[31m\\u\{9b\}2J\\u\{7f\}\\u\{d\}\nb\\u\{7\}/)
  expect(out).not.toMatch(CONTROLS)
})

test('top escapes names, and its numbers may be anything', async () => {
  const row = {
    name: '\u001b[2J',
    place: null,
    tasks: 1,
    steps: 1e300,
    busy: null,
    created: 1,
    finished: 2,
    failed: 0,
  }
  answer = { body: JSON.stringify({ rows: [row], from: 0, total: 1, at: 0, seconds: 0 }) }
  const { code, out } = await acoro('top', '-d', '1')
  expect(code).toBe(0)
  expect(out).toContain('\\u{1b}[2J')
  expect(out).not.toMatch(CONTROLS)
})

test.each([
  [
    'no JSON',
    { body: '<html>' },
    /^The console of process \d+ does not answer: it sent no JSON, so it is another program$/,
  ],
  ['null', { body: 'null' }, /it sent no text, so it is another program$/],
  ['a text that is none', { body: '{"text":{"split":1}}' }, /it sent no text/],
  ['a status', { status: 500, body: '{}' }, /does not answer: status 500$/],
  ['a refusal', { status: 401, body: '{"error":"no \\u001b[2J"}' }, /does not answer: no \\u\{1b\}\[2J$/],
  ['too much', { body: Buffer.alloc(65 * 1024 * 1024, 'x') }, /its answer is too large$|aborted$/],
] as const)('%s is told in one line, with exit code 1', async (_what, told, message) => {
  answer = told
  const { code, error } = await acoro('ps')
  expect([code, error]).toEqual([1, expect.stringMatching(message)])
  expect(error).not.toMatch(CONTROLS)
})

test('a file that no console wrote is told in one line', async () => {
  const program = {
    pid: process.pid,
    host: '127.0.0.1',
    port: 1,
    token: 'a\r\nX: y',
    title: 'app.js',
    since: 0,
  }
  writeProgramFile(directoryPath(), program)
  expect(await acoro('ps')).toEqual({
    code: 1,
    out: '',
    error: expect.stringMatching(
      /^The console of process \d+ does not answer: its file cannot be used: Invalid/,
    ),
  })
})

test('the titles of other programs are escaped in the list of them', async () => {
  const { error } = await acoro('ps', '1')
  expect(error).toMatch(/^Expected process 1 to have a console in .*app\\u\{1b\}\]52;c;AAAA\\u\{7\}\.js/s)
  expect(error).not.toMatch(CONTROLS)
})

test.each([
  [['top', '-d', '0'], /^Expected -d to be a whole number from 1 to 60, got '0'\n\nusage:/],
  [['top', '-n'], /^Expected -n to be a whole number from 1 to 1000000, got ''/],
  [['top', '-o', 'cpu'], /^Expected -o to be one of steps, busy, created, failed, growth, got 'cpu'/],
  [['ps', '-d', '5'], /^Expected no option -d of acoro ps/],
  [['record'], /^Expected the file into which acoro record writes/],
  [['record', '1;rm', 'file'], /^Expected a command and the id of a process/],
  [['chrome'], /^Expected the file of a recording/],
])('the arguments %j are refused', async (argv, message) => {
  expect(await acoro(...argv)).toEqual({ code: 2, out: '', error: expect.stringMatching(message) })
})
