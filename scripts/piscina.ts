// Puts Piscina into dist/thread/piscina.js of @acoro/executors, and with it the text of the workers it
// starts: Piscina's own entry and our jobs in one. The same text is a file beside it, and workers begin with
// that if it is there: a loader that `execArgv` names is ready before a file is run, and not before a text.
// So the package can be bundled, into a single file too. Piscina's licence is copied beside it.

import { copyFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'

const WORKER = 'piscina-worker.cjs'

/** What Piscina is told to load in a worker: there `require` knows it. */
const JOBS = 'acoro:jobs'

/**
 * The worker is a script, but a module if the process runs with `--input-type=module`. Then it has no
 * `require`.
 */
const BEFORE = `((load, jobs = {}) => { const require = (name) => name === '${JOBS}' ? jobs.module : load(name);`
const AFTER = `})(typeof require === 'function' ? require : process.getBuiltinModule('node:module').createRequire(process.cwd() + '/'));
//# sourceURL=@acoro/executors/worker`

/** A real map would name the path of another project's file on the machine that built this. */
const noMap = JSON.stringify({ version: 3, sources: [], names: [], mappings: '' })

/** `dir` is the folder of @acoro/executors, after its build. */
export async function inlinePiscina(dir: string): Promise<void> {
  const require = createRequire(join(dir, 'package.json'))
  const home = dirname(dirname(require.resolve('piscina')))
  const manifest = require(join(home, 'package.json')) as Record<'version' | 'license', string>
  const file = resolve(dir, 'dist/thread/piscina.js')
  const worker = await workerText(dir, home)
  writeFileSync(join(dirname(file), WORKER), worker)
  await build({
    stdin: {
      contents: `export { Piscina } from 'piscina'; export const workerFile = '${JOBS}'`,
      resolveDir: dir,
    },
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    // Of this it makes the path of the file that its workers do not load.
    define: { __dirname: '"."' },
    banner: { js: `/*! piscina ${manifest.version}, ${manifest.license}: see piscina.LICENSE.txt */` },
    plugins: [smallManifest(manifest.version), modulesOfNode({ 'node:worker_threads': threadsOf(worker) })],
  })
  writeFileSync(`${file}.map`, noMap)
  copyFileSync(join(home, 'LICENSE'), join(dirname(file), 'piscina.LICENSE.txt'))
}

/** The program of a worker: a script that needs nothing but modules of Node. */
async function workerText(dir: string, home: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import runJob from './dist/worker/worker-entry.js'
        jobs.module = { __esModule: true, default: runJob }
        require(${JSON.stringify(join(home, 'dist/worker.js'))})`,
      resolveDir: dir,
    },
    write: false,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'es2022',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
    banner: { js: BEFORE },
    footer: { js: AFTER },
    plugins: [smallManifest(''), onlyMove(home)],
  })
  return outputFiles[0]!.text
}

/**
 * Of its own manifest Piscina tells the version; and it changes the priority of a thread if it is asked to.
 */
function smallManifest(version: string): Plugin {
  return {
    name: 'only what is used',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /package\.json$|^@napi-rs\/nice$/ }, ({ path }) => ({ path, namespace: 'small' }))
      onLoad({ filter: /./, namespace: 'small' }, () => ({
        contents: JSON.stringify({ version }),
        loader: 'json',
      }))
    },
  }
}

/** Our jobs take of Piscina only what marks a result as one to be moved. */
function onlyMove(home: string): Plugin {
  return {
    name: 'only what moves results',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^piscina$/ }, ({ path }) => ({ path, namespace: 'move' }))
      onLoad({ filter: /./, namespace: 'move' }, () => ({
        contents: `
          const { kTransferable, kValue } = require('./symbols.js')
          const move = (value) => (require('./common.js').markMovable(value), value)
          module.exports = { move, transferableSymbol: kTransferable, valueSymbol: kValue }`,
        resolveDir: join(home, 'dist'),
      }))
    },
  }
}

/**
 * An ES module has no `require`, so the process is asked for modules of Node. Parcel forgets what esbuild
 * makes of imports in their place. `others` take the place of some.
 */
function modulesOfNode(others: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'modules of Node',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'node' }))
      onLoad({ filter: /./, namespace: 'node' }, ({ path }) => ({
        contents: others[path] ?? `module.exports = process.getBuiltinModule('${path}')`,
      }))
    },
  }
}

/**
 * Piscina asks for a worker that loads its file; it gets one that loads ours, or runs the text. A CommonJS
 * bundle has no `import.meta.url`. Of a URL of `import.meta.url` itself Parcel would bundle the file, and
 * spoil its `require`.
 */
function threadsOf(text: string): string {
  return `const { existsSync } = process.getBuiltinModule('node:fs')
    const threads = process.getBuiltinModule('node:worker_threads')
    export const { MessageChannel, receiveMessageOnPort } = threads
    const here = import.meta.url
    const file = here === undefined ? undefined : new URL('./${WORKER}', here)
    export class Worker extends threads.Worker {
      constructor(_file, options) {
        if (file !== undefined && existsSync(file)) super(file, options)
        else super(${JSON.stringify(text)}, { ...options, eval: true })
      }
    }`
}
