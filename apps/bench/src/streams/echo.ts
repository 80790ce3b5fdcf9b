// Echo over TCP, TLS and datagrams: 64 connections, 1 KiB, request by request and 16 deep; each server in a
// process of its own.
//
// The servers take turns, rounds of a fraction of a second, so that whatever else the machine does falls on
// all of them; what is reported is the median of the rounds, and the median of the ratios to Node's own in
// the same round: of requests a second, and of requests a second of processor time of the server. Where
// client and server share two cores the client is as busy as the server, and the first number says as much
// about it; the second is the server's alone.
//
//   ROUNDS=50        rounds a server
//   ONLY=acoro,…     these servers, beside Node's own

import { fileURLToPath } from 'node:url'
import { type Child, median, program, start } from './child.ts'
import { keep } from './kept.ts'
import { Client, type Load, type Transport } from './load.ts'

const ROUNDS = Number(process.env.ROUNDS ?? 25)
const ONLY = process.env.ONLY?.split(',')
/** To let every server warm up. */
const BEFORE = 8
const python = fileURLToPath(new URL('servers/asyncio_streams.py', import.meta.url))

const certificate = ['server-key.pem', 'server.pem'].map((name) =>
  fileURLToPath(new URL(`../../../../packages/streams/test/fixtures/${name}`, import.meta.url)),
)

type Server = [name: string, command: [string, string[]]]

/**
 * Node's own is the first. asyncio's are the same program as acoro's, on its streams; as a Protocol it would
 * be another one.
 */
const servers: Record<Transport, Server[]> = {
  tcp: [
    ['node', program('servers/node.js')],
    ['acoro', program('servers/acoro.js')],
    ['asyncio', ['python3', [python]]],
    ['uvloop', ['python3', [python, 'uvloop']]],
  ],
  tls: [
    ['node', program('servers/node.js', ...certificate)],
    ['acoro', program('servers/acoro.js', ...certificate)],
  ],
  datagrams: [
    ['node', program('servers/node-datagrams.js')],
    ['acoro', program('servers/acoro-datagrams.js')],
  ],
}

const loads: readonly [string, Load][] = [
  ['request/response', { transport: 'tcp', connections: 64, bytes: 1024, depth: 1, requests: 10_000 }],
  ['16 deep', { transport: 'tcp', connections: 64, bytes: 1024, depth: 16, requests: 50_000 }],
  ['TLS, request/response', { transport: 'tls', connections: 64, bytes: 1024, depth: 1, requests: 10_000 }],
  ['TLS, 16 deep', { transport: 'tls', connections: 64, bytes: 1024, depth: 16, requests: 50_000 }],
  ['datagrams', { transport: 'datagrams', connections: 64, bytes: 1024, depth: 1, requests: 10_000 }],
]

interface Result {
  readonly rate: number
  readonly perCpu: number
}

for (const [title, load] of loads) {
  const running = new Map<string, Child>()
  try {
    for (const [name, [command, args]] of servers[load.transport]) {
      if (ONLY !== undefined && name !== 'node' && !ONLY.includes(name)) continue
      const child = await start(command, args)
      if (child === undefined) console.log(`${name}: not installed, left out`)
      else running.set(name, child)
    }
    const clients = new Map<string, Client>()
    for (const [name, { line }] of running) clients.set(name, await Client.dial(Number(line), load))
    const results = new Map<string, Result[]>([...running.keys()].map((name) => [name, []]))
    for (let round = -BEFORE; round < ROUNDS; round++) {
      for (const [name, child] of running) {
        const before = child.cpu()
        const seconds = await clients.get(name)!.round()
        const result = { rate: load.requests / seconds, perCpu: load.requests / (child.cpu() - before) }
        if (round >= 0) results.get(name)!.push(result)
      }
    }
    for (const client of clients.values()) client.close()
    console.log(
      `\n${title}: ${load.connections} connections, ${load.bytes} bytes, median of ${ROUNDS} rounds; in brackets against node`,
    )
    const base = results.get('node')!
    for (const [name, own] of results) {
      const ratioOf = (what: keyof Result): number =>
        median(own.map((result, round) => result[what] / base[round]![what]))
      if (name !== 'node') {
        keep({ title, name, speed: ratioOf('rate'), perProcessor: ratioOf('perCpu') })
      }
      const show = (what: keyof Result): string => {
        const value = Math.round(median(own.map((result) => result[what])))
        return `${value.toLocaleString('en').padStart(9)} (${ratioOf(what).toFixed(2)})`
      }
      console.log(
        `  ${name.padEnd(9)} ${show('rate')} requests/s  ${show('perCpu')} a second of processor time`,
      )
    }
  } finally {
    for (const child of running.values()) child.kill()
  }
}
