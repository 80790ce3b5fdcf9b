// The suites that come in the tarballs of others, unchanged: each runs natively, and lowered together with the package it
// tests. What passes natively has to pass lowered. They are CommonJS, which Node hands to hooks from 22.15 on.

import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const node = resolve('node_modules/node/bin/node')
const register = pathToFileURL(resolve('node_modules/@acoro/async/dist/register/register.js')).href
const lowering = { NODE_OPTIONS: `--import ${register}`, ACORO_INCLUDE: 'fastify,avvio,light-my-request' }

/** The test files below a folder. */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join('test', name))
    .sort()
}

/** How often each test passed, by its name. A test that fails is no failure here. */
function run(dir, env) {
  const flags = ['--expose-gc', '--test', '--test-force-exit', '--test-timeout=60000', '--test-reporter=tap']
  const options = { cwd: dir, env: { ...process.env, ...env }, maxBuffer: 2 ** 28, timeout: 9 * 60_000 }
  return new Promise((done) => {
    execFile(
      node,
      [...flags, '--test-concurrency=2', ...filesBelow(join(dir, 'test'))],
      options,
      (_, stdout) => {
        const passed = new Map()
        for (const [, name] of stdout.matchAll(/^ *ok \d+ - (.*)$/gm))
          passed.set(name, (passed.get(name) ?? 0) + 1)
        const [, tests] = /^# tests (\d+)$/m.exec(stdout) ?? []
        const [, pass] = /^# pass (\d+)$/m.exec(stdout) ?? []
        done({ tests, pass, passed })
      },
    )
  })
}

const suite = (name) => async () => {
  const dir = resolve('node_modules', name)
  const { version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
  const natively = await run(dir, {})
  const lowered = await run(dir, lowering)
  console.log(
    `${name} ${version}: natively ${natively.pass} of ${natively.tests} pass, lowered ${lowered.pass} of ${lowered.tests}`,
  )
  if (natively.pass === undefined) throw new Error('the suite did not run')
  const lost = [...natively.passed].filter(([test, times]) => (lowered.passed.get(test) ?? 0) < times)
  if (lost.length > 0)
    throw new Error(`passes natively, not lowered:\n${lost.map(([test]) => test).join('\n')}`)
}

const names = ['light-my-request', 'avvio', 'fastify']
export const builds = Object.fromEntries(names.map((name) => [name, { build: suite(name) }]))
