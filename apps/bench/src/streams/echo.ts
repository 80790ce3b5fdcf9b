// TCP echo: 64 connections, 1 KiB, request by request and 16 deep; each server in a process of its own.
//
// The servers take turns, a short round each, so that whatever else the machine does falls on all of them; the median of
// the rounds is reported, and its ratio to node:net in the same round: of requests a second, and of requests a second of CPU
// time of the server, which says more where the machine is busy with other things.

import { fileURLToPath } from 'node:url'
import { type Child, median, program, start } from './child.ts'
import { type Load, measure } from './load.ts'

const ROUNDS = Number(process.env.ROUNDS ?? 7)
const python = fileURLToPath(new URL('servers/asyncio_streams.py', import.meta.url))

const servers: readonly [string, [string, string[]]][] = [
  ['node:net', program('servers/node.js')],
  ['acoro', program('servers/acoro.js')],
  ['asyncio', ['python3', [python]]],
  ['uvloop', ['python3', [python, 'uvloop']]],
]

const loads: readonly [string, Load][] = [
  ['request/response', { connections: 64, bytes: 1024, depth: 1, requests: 40_000 }],
  ['16 deep', { connections: 64, bytes: 1024, depth: 16, requests: 200_000 }],
]

interface Result {
  readonly rate: number
  readonly perCpu: number
}

const running = new Map<string, Child>()
for (const [name, [command, args]] of servers) {
  const child = await start(command, args)
  if (child === undefined) console.log(`${name}: not installed, left out`)
  else running.set(name, child)
}
try {
  for (const [title, load] of loads) {
    const results = new Map<string, Result[]>([...running.keys()].map((name) => [name, []]))
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, child] of running) {
        const before = child.cpu()
        const rate = await measure(Number(child.line), load)
        results.get(name)!.push({ rate, perCpu: (load.requests * 1.2) / (child.cpu() - before) })
      }
    }
    console.log(
      `\n${title}: ${load.connections} connections, ${load.bytes} bytes, median of ${ROUNDS} rounds`,
    )
    const base = results.get('node:net')!
    for (const [name, own] of results) {
      const show = (what: keyof Result): string => {
        const ratio = median(own.map((result, round) => result[what] / base[round]![what]))
        const value = Math.round(median(own.map((result) => result[what])))
        return `${value.toLocaleString('en').padStart(9)} (${ratio.toFixed(2)})`
      }
      console.log(`  ${name.padEnd(9)} ${show('rate')} requests/s  ${show('perCpu')} a second of CPU`)
    }
  }
} finally {
  for (const child of running.values()) child.kill()
}
