/**
 * Programs in which something is wrong, each with its console. They print the address of its page, and go on.
 * What blocks begins with a line on the standard input.
 */

import { serveConsole } from '@acoro/console'
import { createTask, run, sleep } from '@acoro/core'

import { Event, Lock, Queue } from '@acoro/sync'

function* lockNeverReleased() {
  const accounts = new Lock({ name: 'accounts' })
  // eslint-disable-next-line @acoro/no-dropped-permit -- that nobody gives it back is what the page has to tell
  yield* createTask(accounts.acquire(), { name: 'settle' })
  for (let n = 0; n < 500; n++) createTask(accounts.acquire(), { name: `charge ${n}` })
  yield* sleep(600_000)
}

function* queueNobodyReads() {
  const mails = new Queue<number>(10, { name: 'mails' })
  for (let n = 0; n < 30; n++) createTask(mails.put(n), { name: `mailer ${n}` })
  yield* sleep(600_000)
}

function* blockedLoop() {
  createTask(report(), { name: 'report' })
  yield* sleep(600_000)
}

function* report() {
  const asked = new Event({ name: 'asked to block' })
  process.stdin.once('data', () => asked.set())
  yield* asked.wait()
  burn()
}

function burn(): never {
  for (;;) Math.random()
}

/** Most tasks of a real crowd wait for a few things. */
function* crowd() {
  const accounts = new Lock({ name: 'accounts' })
  const mails = new Queue<number>(10, { name: 'mails' })
  // eslint-disable-next-line @acoro/no-dropped-permit -- held while the others are looked at
  yield* accounts.acquire()
  for (let n = 0; n < 96_000; n++) createTask(accounts.acquire(), { name: `charge ${n}` })
  for (let n = 0; n < 3000; n++) createTask(mails.get(), { name: `mailer ${n}` })
  for (let n = 0; n < 1000; n++) createTask(sleep(600_000), { name: `timer ${n}` })
  yield* sleep(600_000)
}

const programs = { crowd, lockNeverReleased, queueNobodyReads, blockedLoop }
const program = programs[process.argv[2] as keyof typeof programs]
const { url } = await serveConsole({ cancel: true, source: true })
console.log(url)
await run(program)
