// Puts @sinonjs/fake-timers into dist/globals/fake-timers.js of @acoro/testing, which users' bundlers meet in
// its place. It asks the process for the modules of Node that it requires; elsewhere they are undefined,
// which it allows for. Its licence is copied beside it.

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'

/** What stands for each module that it requires. From the last one it takes only the global object. */
const modules: Readonly<Record<string, string>> = {
  timers: 'globalThis.process?.getBuiltinModule?.("timers")',
  'timers/promises': 'globalThis.process?.getBuiltinModule?.("timers/promises")',
  perf_hooks: 'globalThis.process?.getBuiltinModule?.("perf_hooks")',
  util: 'globalThis.process?.getBuiltinModule?.("util") ?? {}',
  '@sinonjs/commons': '{ global: globalThis }',
}

/** A real map would name the path of another project's file on the machine that built this. */
const noMap = JSON.stringify({ version: 3, sources: [], names: [], mappings: '' })

/** `dir` is the folder of @acoro/testing, after its build. */
export async function inlineFakeTimers(dir: string): Promise<void> {
  const require = createRequire(join(dir, 'package.json'))
  const home = dirname(require.resolve('@sinonjs/fake-timers/package.json'))
  const manifest = require('@sinonjs/fake-timers/package.json') as Record<'version' | 'license', string>
  const file = resolve(dir, 'dist/globals/fake-timers.js')
  await build({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['main'],
    logLevel: 'warning',
    banner: {
      js: `/*! @sinonjs/fake-timers ${manifest.version}, ${manifest.license}: see fake-timers.LICENSE.txt */`,
    },
    plugins: [
      {
        name: 'modules of Node, if there are any',
        setup({ onLoad, onResolve }) {
          const known = new RegExp(`^(?:${Object.keys(modules).join('|')})$`)
          onResolve({ filter: known }, ({ path }) => ({ path, namespace: 'asked' }))
          onLoad({ filter: /./, namespace: 'asked' }, ({ path }) => ({
            contents: `module.exports = ${modules[path]}`,
          }))
          // For `typeof require` esbuild would bring a stand-in, and webpack would warn of that.
          onLoad({ filter: /fake-timers-src\.js$/ }, ({ path }) => ({
            contents: readFileSync(path, 'utf8').replace('typeof require === "function"', 'true'),
          }))
        },
      },
    ],
  })
  writeFileSync(`${file}.map`, noMap)
  copyFileSync(join(home, 'LICENSE'), join(dirname(file), 'fake-timers.LICENSE.txt'))
}
