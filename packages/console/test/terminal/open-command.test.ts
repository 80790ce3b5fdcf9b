// looks inside: the order is read as the command reads it
// only on node: it starts processes

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { acoroCommand } from '@acoro/console/command'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readOrder } from '../../src/order/read-order.ts'
import { sampleOrder } from '../support/order.ts'

let folder: string
let child: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acoro-open-'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  child = undefined
  rmSync(folder, { recursive: true, force: true })
})

async function opened(path: string): Promise<{ port: number; token: string }> {
  const command = fileURLToPath(new URL('../../bin/acoro.js', import.meta.url))
  child = spawn(process.execPath, ['--conditions=@acoro/source', '--import', 'tsx', command, 'open', path])
  const [line] = (await once(createInterface(child.stdout as NodeJS.ReadableStream), 'line')) as [string]
  const [, port, token] = /^http:\/\/127\.0\.0\.1:(\d+)\/#([0-9a-f]{32})$/.exec(line) as RegExpExecArray
  return { port: Number(port), token: token as string }
}

async function asked(port: number, name: string, headers: Record<string, string>): Promise<[number, string]> {
  const ask = request({
    host: '127.0.0.1',
    port,
    path: name === '' ? '/' : `/api/${name}`,
    method: name === '' ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  })
  ask.end(name === '' ? undefined : '{}')
  const [response] = await once(ask, 'response')
  let body = ''
  for await (const chunk of response) body += chunk
  return [response.statusCode, body]
}

test('the page of a file needs its token, and is refused under a foreign name', async () => {
  const path = join(folder, 'order.json')
  writeFileSync(path, JSON.stringify(sampleOrder({ program: 'transfer\u001b[2J' })))
  const { port, token } = await opened(path)
  const [status, html] = await asked(port, '', {})
  expect([status, html.includes('<html lang="en" data-shows="order">')]).toEqual([200, true])
  expect((await asked(port, 'order', {}))[0]).toBe(401)
  expect((await asked(port, 'order', { 'x-acoro-token': token.replace(/./, 'x') }))[0]).toBe(401)
  expect((await asked(port, 'order', { 'x-acoro-token': token, host: `evil.test:${port}` }))[0]).toBe(403)
  expect((await asked(port, 'order', { 'x-acoro-token': token, origin: 'http://evil.test' }))[0]).toBe(403)
  const [allowed, order] = await asked(port, 'order', { 'x-acoro-token': token })
  expect(allowed).toBe(200)
  expect(JSON.parse(order)).toEqual(readOrder(JSON.stringify(sampleOrder({ program: 'transfer\\u{1b}[2J' }))))
  // There is no program: nothing to watch, to look at or to cancel.
  for (const name of ['watch', 'state', 'tasks', 'cancel', 'source', 'constructor'])
    expect((await asked(port, name, { 'x-acoro-token': token }))[0]).toBe(404)
})

test('a file is read or refused before anything listens', async () => {
  const open = async (content: string | null): Promise<string> => {
    const path = join(folder, 'file')
    if (content !== null) writeFileSync(path, content)
    const errors: string[] = []
    const code = await acoroCommand(['open', path], { out: () => {}, error: (text) => errors.push(text) })
    return `${code}: ${errors.join('\n')}`
  }
  expect(await open(null)).toMatch(
    /^1: Expected the file of an order or a recording, got one that cannot be read: ENOENT/,
  )
  expect(await open('{"format":"acoro-order","version":2}')).toMatch(
    /^1: Expected the file of an order in version 1/,
  )
  expect(await open('{')).toMatch(/^1: Expected the file of an order, as JSON/)
  expect(await open('ACOROREC')).toMatch(/^1: Expected .*recording/)
  expect(await open('\u001b[2J')).toMatch(/^1: Expected .*recording/)
  const errors: string[] = []
  expect(await acoroCommand(['open'], { out: () => {}, error: (text) => errors.push(text) })).toBe(2)
  expect(errors[0]).toMatch(/^Expected the file of an order or of a recording\n\nusage: /)
})
