// Each bundler with the plugin of @acoro/async, Node with its hooks, and Vitest: the same program, whose async functions
// are tasks.

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import * as acoro from '@acoro/async/plugin'
import { transformSync } from 'esbuild'

const run = promisify(execFile)

// For the bundlers that take no TypeScript.
const { code } = transformSync(readFileSync('src/app.ts', 'utf8'), { loader: 'ts', target: 'esnext' })
writeFileSync('src/app.js', code)

const options = { include: ['p-limit'], places: true }

async function withEsbuild() {
  const { build } = await import('esbuild')
  await build({
    entryPoints: ['src/app.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: 'out/esbuild.mjs',
    plugins: [acoro.esbuild(options)],
  })
  return 'out/esbuild.mjs'
}

async function forPages() {
  const { build } = await import('esbuild')
  await build({
    entryPoints: ['src/app.ts'],
    bundle: true,
    format: 'esm',
    outfile: 'out/page/app.mjs',
    plugins: [acoro.esbuild(options)],
  })
  return 'out/page/app.mjs'
}

async function withVite() {
  const { build } = await import('vite')
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [acoro.vite(options)],
    ssr: { noExternal: true },
    build: { ssr: 'src/app.ts', outDir: 'out/vite', target: 'node20', sourcemap: true },
  })
  return 'out/vite/app.js'
}

async function withRollup() {
  const { rollup } = await import('rollup')
  const { nodeResolve } = await import('@rollup/plugin-node-resolve')
  const bundle = await rollup({
    input: 'src/app.js',
    plugins: [nodeResolve({ exportConditions: ['node'] }), acoro.rollup(options)],
  })
  await bundle.write({ file: 'out/rollup.mjs', format: 'es', sourcemap: true })
  return 'out/rollup.mjs'
}

async function withRolldown() {
  const { rolldown } = await import('rolldown')
  const bundle = await rolldown({ input: 'src/app.ts', platform: 'node', plugins: [acoro.rolldown(options)] })
  await bundle.write({ file: 'out/rolldown.mjs', format: 'es', sourcemap: true })
  return 'out/rolldown.mjs'
}

/** webpack and Rspack agree on their configuration. */
function withWebpack(name, bundler, plugin) {
  return async () => {
    const { default: pack } = await import(bundler)
    const stats = await promisify(pack)({
      mode: 'production',
      target: 'node20',
      entry: './src/app.js',
      devtool: 'source-map',
      plugins: [plugin(options)],
      output: { path: resolve('out', name), filename: 'out.mjs', module: true, library: { type: 'module' } },
      experiments: { outputModule: true },
    })
    const { errors } = stats.toJson({ all: false, errors: true })
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
    return `out/${name}/out.mjs`
  }
}

/** A file that starts the program by Node's hooks, and prints what it prints. */
function withHooks(file) {
  return async () => {
    const end = `globalThis.answer.then((answer) => { console.log(JSON.stringify(answer)); process.exit(0) })`
    mkdirSync('out', { recursive: true })
    const start = `out/start-${file}.mjs`
    writeFileSync(start, `import ${JSON.stringify(pathToFileURL(resolve('src', file)).href)}\n${end}\n`)
    const { stdout } = await run(
      process.execPath,
      ['--no-warnings', '--import', '@acoro/async/register', start],
      { env: { ...process.env, ACORO_INCLUDE: 'p-limit', ACORO_PLACES: '1' }, timeout: 60_000 },
    )
    const answer = `out/answer-${file}.mjs`
    writeFileSync(answer, `globalThis.answer = Promise.resolve(${stdout})\n`)
    return answer
  }
}

async function vitest() {
  await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--coverage'], {
    env: { ...process.env, CI: '1', NO_COLOR: '1' },
    timeout: 240_000,
  })
  const files = JSON.parse(readFileSync('coverage/coverage-final.json', 'utf8'))
  const [file] = Object.values(files)
  const missed = Object.keys(file.s).filter((id) => file.s[id] === 0)
  const lines = [...new Set(missed.map((id) => file.statementMap[id].start.line))]
  const source = readFileSync('tests/seats.ts', 'utf8').split('\n')
  // The head of a function that was never called counts, too.
  const wanted = ['async unused', 'never run'].map(
    (text) => source.findIndex((line) => line.includes(text)) + 1,
  )
  if (String(lines) !== String(wanted)) throw new Error(`expected that ${wanted} were not run, got ${lines}`)
}

const node = (build) => ({ program: 'async', on: 'node', build })

export const builds = {
  esbuild: node(withEsbuild),
  'esbuild, in Chromium': { program: 'async', on: 'module', build: forPages },
  vite: node(withVite),
  rollup: node(withRollup),
  rolldown: node(withRolldown),
  webpack: node(withWebpack('webpack', 'webpack', acoro.webpack)),
  rspack: node(withWebpack('rspack', '@rspack/core', acoro.rspack)),
  'node --import @acoro/async/register app.js': node(withHooks('app.js')),
  'node --import @acoro/async/register app.ts': node(withHooks('app.ts')),
  'vitest, with coverage': { build: vitest },
}
