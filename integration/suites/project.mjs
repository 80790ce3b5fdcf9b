// The suites that come in the tarballs of others, unchanged: each runs natively, and lowered together with the package it
// tests. What passes natively has to pass lowered. They are CommonJS, which Node hands to hooks from 22.15 on. Files that
// depend on timers a few ms apart are left out, and most of fastify's that have no async functions.

import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const node = resolve('node_modules/node/bin/node')
const register = pathToFileURL(resolve('node_modules/@acoro/async/dist/register/register.js')).href
const lowering = {
  NODE_OPTIONS: `--import ${register}`,
  ACORO_INCLUDE: 'fastify,avvio,light-my-request,fastify-cli',
}

const suites = {
  'light-my-request': { files: /./ },
  avvio: { files: /^(?!plugin-timeout)/ },
  fastify: {
    files:
      /^(async|hooks|promises|wrap-thenable|als|inject|register|plugin\.|close|set-error-handler|reply-error|stream\.|route\.|custom-parser-async|web-api|internals|diagnostics-channel)/,
    // It asks whether the constructor of a function is called AsyncFunction. That of a lowered one is Function.
    unlike: /mixing async and callback style|with mixed style should throw|onReady throw loading error/,
  },
  // An application: it starts servers and other processes, and asks them by HTTP. Its files share ports.
  'fastify-cli': {
    files: /^(args|cli|eject|generate|graceful-shutdown|helper|print-plugins|print-routes|start)[^/]*$/,
    concurrency: 1,
    // It looks for AsyncFunction in what is printed.
    unlike: /print plugins of server with an async\/await plugin/,
    skip: [
      // They wait for a change of a file that the watcher does not see here, natively either.
      'watch options that the child process restart',
      // It asks for AsyncFunction, too, and leaves a server open if that is none: the process would not end.
      'async plugin with one argument',
    ],
  },
}

/** The test files below a folder whose names match. */
function filesBelow(folder, names) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.js') && names.test(name))
    .map((name) => join('test', name))
    .sort()
}

/** How often each test passed, by its name. A test that fails is no failure here. */
function run(dir, { files, concurrency = 2, skip = [] }, env) {
  const flags = ['--expose-gc', '--test', '--test-timeout=60000', '--test-reporter=tap']
  flags.push(...skip.map((pattern) => `--test-skip-pattern=${pattern}`))
  const options = { cwd: dir, env: { ...process.env, ...env }, maxBuffer: 2 ** 28, timeout: 9 * 60_000 }
  return new Promise((done) => {
    execFile(
      node,
      [...flags, `--test-concurrency=${concurrency}`, ...filesBelow(join(dir, 'test'), files)],
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

const suite = (name, options) => async () => {
  const dir = resolve('node_modules', name)
  const { version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
  const natively = await run(dir, options, {})
  const lowered = await run(dir, options, lowering)
  console.log(
    `${name} ${version}: natively ${natively.pass} of ${natively.tests} pass, lowered ${lowered.pass} of ${lowered.tests}`,
  )
  if (natively.pass === undefined) throw new Error('the suite did not run')
  const lost = [...natively.passed].filter(
    ([test, times]) => options.unlike?.test(test) !== true && (lowered.passed.get(test) ?? 0) < times,
  )
  if (lost.length > 0)
    throw new Error(`passes natively, not lowered:\n${lost.map(([test]) => test).join('\n')}`)
}

export const builds = Object.fromEntries(
  Object.entries(suites).map(([name, options]) => [name, { build: suite(name, options) }]),
)
