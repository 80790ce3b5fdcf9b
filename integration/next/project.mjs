// An application of Next.js: a route on the server, and a page that runs in the browser.

import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
const next = 'node_modules/next/dist/bin/next'
const expected = (program) => JSON.stringify(JSON.parse(readFileSync(`programs/${program}.json`, 'utf8')))

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

function check(got, program) {
  if (got !== expected(program)) throw new Error(`expected ${expected(program)}\ngot      ${got}`)
}

async function ask(url) {
  return await (await fetch(url)).text()
}

/** The row of Next.js in docs/client-goes.md, executed with a real client. */
async function clientGoes(home) {
  const cells = {}
  for (const method of ['GET', 'POST']) {
    for (const what of ['stays', 'leaves']) {
      const headers = method === 'POST' ? { 'content-type': 'application/json' } : {}
      const client = request(`${home}/work`, { method, headers, agent: false })
      client.on('error', () => {})
      client.on('response', (answer) => answer.resume())
      client.end(method === 'POST' ? '{"some":"body"}' : undefined)
      await ask(`${home}/waiting`)
      if (what === 'leaves') client.destroy()
      else await ask(`${home}/go`)
      cells[`${method}, ${what}`] = await ask(`${home}/ended`)
    }
  }
  return JSON.stringify(cells)
}

const GOOD = JSON.stringify({
  'GET, stays': 'answered',
  'GET, leaves': 'cancelled once',
  'POST, stays': 'answered',
  'POST, leaves': 'cancelled once',
})

async function application(bundler) {
  await promisify(execFile)(process.execPath, [next, 'build', bundler], { env, timeout: 400_000 })
  const port = await freePort()
  const server = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], { env })
  try {
    const home = `http://127.0.0.1:${port}`
    let answer
    for (let i = 0; i < 300 && answer === undefined; i++) {
      answer = await fetch(`${home}/answer`).catch(() => undefined)
      if (answer === undefined) await new Promise((resolve) => setTimeout(resolve, 200))
    }
    check(await answer?.text(), 'server')
    const row = await clientGoes(`${home}/goes`)
    if (row !== GOOD) throw new Error(`expected ${GOOD}\ngot      ${row}`)
    const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage()
      await page.goto(home)
      check(await page.textContent('#answer:not(:empty)'), 'everywhere')
    } finally {
      await browser.close()
    }
  } finally {
    server.kill()
  }
}

export const builds = {
  'built by Turbopack': { build: () => application('--turbopack') },
  'built by webpack': { build: () => application('--webpack') },
}
