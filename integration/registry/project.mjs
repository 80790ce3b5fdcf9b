// A dry run of a release: the tarballs are published to a registry of this machine, and a fresh project installs them from
// there with each package manager, and runs: all.mjs uses every package for what it is for. Whatever else they depend on
// comes from where it always does.
//
// A mirror may lack a binary that an optional dependency brings for another platform. npm, pnpm and Bun go without it; yarn
// ends. So yarn gets an empty package for each that npm went without, and a line says which. Of a full registry there is none.

import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const tarballs = JSON.parse(process.env.ACORO_TARBALLS)
const bin = (name) => resolve('node_modules', name)
const home = mkdtempSync(join(tmpdir(), 'acoro-registry-'))
const elsewhere = (await run('npm', ['config', 'get', 'registry'])).stdout.trim()
const port = await freePort()
const local = `http://127.0.0.1:${port}/`

/** Only @acoro is asked of the registry here. */
const npmrc = `@acoro:registry=${local}\n//127.0.0.1:${port}/:_authToken=nobody\n`

function run(program, args, options = {}) {
  return promisify(execFile)(program, args, { timeout: 600_000, ...options })
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

let published

/** Everything else here begins with it. */
function publish() {
  published ??= publishAll()
  return published
}

async function publishAll() {
  const config = {
    storage: join(home, 'storage'),
    packages: { '@acoro/*': { access: '$all', publish: '$all' } },
    log: { type: 'stdout', level: 'error' },
    max_body_size: '100mb',
  }
  writeFileSync(join(home, 'config.yaml'), JSON.stringify(config))
  const args = [
    bin('verdaccio/bin/verdaccio'),
    '--config',
    join(home, 'config.yaml'),
    '--listen',
    `127.0.0.1:${port}`,
  ]
  const registry = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  // It is ended with this process, and does not keep it.
  registry.unref()
  process.on('exit', () => {
    registry.kill()
    rmSync(home, { recursive: true, force: true })
  })
  while (
    !(await fetch(local).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (registry.exitCode !== null) throw new Error(`verdaccio ended with ${registry.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  writeFileSync(join(home, '.npmrc'), npmrc)
  for (const file of Object.values(tarballs)) {
    // Provenance is for the workflow: here nobody vouches for who builds.
    await run('npm', ['publish', file, '--access', 'public', '--provenance=false', '--tag', 'latest'], {
      cwd: home,
    })
  }
  const shown = JSON.parse((await run('npm', ['view', '@acoro/core', '--json'], { cwd: home })).stdout)
  for (const field of ['repository', 'homepage', 'bugs', 'author', 'license', 'keywords']) {
    if (shown[field] === undefined) throw new Error(`the registry shows no ${field} of @acoro/core`)
  }
}

/** What all.mjs says on every runtime. */
const WANTED = JSON.stringify({
  talked: 'hello',
  requested: 'answered',
  connected: ['hello', 'hello'],
  faked: 'Ada',
  queued: 42,
  worked: 'a text',
  shared: [10, 10, 20],
  linted: ['@acoro/no-floating-awaitable 3'],
  lowered: [true, 'lowered'],
  retried: 3,
  names: Array(8).fill('function'),
})

/** The binaries for other platforms that npm went without, because the registry has not got them. */
function absentBinaries() {
  const { packages } = JSON.parse(readFileSync(join(home, 'npm/package-lock.json'), 'utf8'))
  const found = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
  const optional = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  )
  return [...new Set(optional)].filter((name) => !found.has(name)).sort()
}

/** Writes an empty package for each, and returns where they are: what yarn calls resolutions. */
function emptyPackages(dir, names) {
  return Object.fromEntries(
    names.map((name) => {
      const path = `empty/${name.replace(/\W+/g, '-')}`
      mkdirSync(join(dir, path), { recursive: true })
      writeFileSync(join(dir, path, 'package.json'), JSON.stringify({ name, version: '0.0.0' }))
      return [name, `file:./${path}`]
    }),
  )
}

/** Each is installed once, and some begin with what npm did. */
const projects = new Map()

function install(title, options) {
  return () => {
    if (!projects.has(title)) projects.set(title, installAndRun(title, options))
    return projects.get(title)
  }
}

async function installAndRun(
  title,
  {
    files = {},
    manager: [program, ...first],
    args = ['install'],
    how = [process.execPath, 'main.mjs'],
    isYarn = false,
  },
) {
  await publish()
  if (isYarn) await builds.npm.build()
  const dir = join(home, title.replace(/\W+/g, '-'))
  mkdirSync(dir)
  const dependencies = Object.fromEntries([
    ...Object.keys(tarballs).map((id) => [id, '*']),
    // Peers that not every package manager installs by itself.
    ['@opentelemetry/api', '^1.9.0'],
    ['bullmq', '^6.7.0'],
    ['eslint', '^10.15.0'],
    ['ioredis', '^6.0.0'],
    ['ws', '^8.18.0'],
  ])
  const absent = isYarn ? absentBinaries() : []
  const resolutions = absent.length > 0 ? { resolutions: emptyPackages(dir, absent) } : {}
  const manifest = { name: 'fresh', version: '1.0.0', private: true, dependencies, ...resolutions }
  writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(dir, '.npmrc'), npmrc)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(dir, file), text)
  const print = 'globalThis.answer.then((answer) => console.log(JSON.stringify(answer)))'
  writeFileSync(join(dir, 'main.mjs'), `${readFileSync('all.mjs', 'utf8')}\n${print}\n`)
  const env = { ...process.env, npm_config_verify_deps_before_run: 'false', CI: '1' }
  // What the project around this one told its package manager is not for this one.
  for (const key of Object.keys(env))
    if (/^(npm_(?!config_(cafile|cache|registry))|pnpm_|COREPACK)/i.test(key)) delete env[key]
  const version = (await run(program, [...first, '--version'], { cwd: dir, env })).stdout.trim()
  await run(program, [...first, ...args], { cwd: dir, env })
  const [runtime, ...rest] = how
  const { stdout } = await run(runtime, rest, { cwd: dir, env })
  if (stdout.trim() !== WANTED) throw new Error(`expected ${WANTED}\ngot      ${stdout}`)
  const count = Object.keys(tarballs).length
  console.log(`  ${title}, version ${version}: ${count} packages of ours installed, and run`)
  if (absent.length > 0) console.log(`  empty, because the registry lacks them: ${absent.join(', ')}`)
}

const berry = {
  '.yarnrc.yml': JSON.stringify({
    enableTelemetry: false,
    // What was just published is what is wanted.
    npmMinimalAgeGate: 0,
    npmPreapprovedPackages: ['@acoro/*'],
    enableImmutableInstalls: false,
    unsafeHttpWhitelist: ['127.0.0.1'],
    npmRegistryServer: elsewhere,
    npmScopes: { acoro: { npmRegistryServer: local.replace(/\/$/, '') } },
    nodeLinker: 'node-modules',
    // A cache of its own: the version is the same each time, and what is in it is not.
    globalFolder: join(home, 'yarn'),
    enableGlobalCache: false,
    enableMirror: false,
    ...(process.env.NODE_EXTRA_CA_CERTS ? { httpsCaFilePath: process.env.NODE_EXTRA_CA_CERTS } : {}),
  }),
  'yarn.lock': '',
}
const pnp = { ...berry, '.yarnrc.yml': berry['.yarnrc.yml'].replace('node-modules', 'pnp') }
const node = process.execPath
const yarn4 = [node, bin('@yarnpkg/cli-dist/bin/yarn.js')]
const bunx = bin('bun/bin/bun.exe')

const managers = {
  npm: { manager: ['npm'], args: ['install', '--no-audit', '--no-fund'] },
  pnpm: { manager: [node, bin('pnpm/bin/pnpm.cjs')], args: ['install', '--no-frozen-lockfile'] },
  'yarn 1': {
    manager: [node, bin('yarn/bin/yarn.js')],
    args: ['install', '--non-interactive', '--cache-folder', join(home, 'yarn-1-cache')],
    isYarn: true,
  },
  'yarn 4': { files: berry, manager: yarn4, isYarn: true },
  'yarn 4, Plug’n’Play': { files: pnp, manager: yarn4, how: [...yarn4, 'node', 'main.mjs'], isYarn: true },
  'Bun, run by Bun': { manager: [bunx], how: [bunx, 'main.mjs'] },
}

export const builds = {
  'published, with all that a registry shows': { build: publish },
  ...Object.fromEntries(
    Object.entries(managers).map(([title, options]) => [title, { build: install(title, options) }]),
  ),
}
