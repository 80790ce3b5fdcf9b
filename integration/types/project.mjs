// Every public entry under every TypeScript, with declarations checked (`skipLibCheck: false`), with and without the DOM,
// Node's types and `using`. Each of them has to compile, and what programs rest on has to have the type it should.

import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { promisify } from 'node:util'

const versions = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', '7.0']
const inSample = ['5.4', '7.0']

/** `tolerates` names the files of others whose errors are theirs: vitest's declarations do not compile by themselves. */
const libs = {
  'no DOM, no Node': { lib: ['es2022'], types: [], files: ['everywhere.ts'], sample: true },
  'the DOM, no Node': { lib: ['es2022', 'dom'], types: [], files: ['everywhere.ts', 'web.ts'] },
  'the DOM and using': {
    lib: ['es2022', 'dom', 'esnext.disposable'],
    types: [],
    files: ['everywhere.ts', 'web.ts'],
  },
  Node: { lib: ['es2022'], types: ['node'], files: ['everywhere.ts', 'node.ts'] },
  'Node and the DOM': {
    lib: ['es2022', 'dom'],
    types: ['node'],
    files: ['everywhere.ts', 'web.ts', 'node.ts'],
    sample: true,
  },
  'Node, the DOM and peers': {
    lib: ['es2022', 'dom', 'dom.iterable', 'esnext.disposable'],
    types: ['node'],
    files: ['peers.ts'],
    tolerates: /^node_modules\/(?!@acoro\/)/,
  },
}

function compile(version, { lib, types, files, tolerates }) {
  return async () => {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      module: 'nodenext',
      moduleResolution: 'nodenext',
      target: 'es2022',
      lib,
      types,
    }
    writeFileSync(
      'tsconfig.json',
      JSON.stringify({ compilerOptions, files: files.map((file) => `src/${file}`) }),
    )
    try {
      await promisify(execFile)(process.execPath, [`node_modules/typescript-${version}/bin/tsc`, '-p', '.'])
    } catch (error) {
      const found = error.stdout.split('\n').filter((line) => /error TS\d+:/.test(line))
      if (found.length === 0 || found.some((line) => !tolerates?.test(line))) throw error
    }
  }
}

export const builds = Object.fromEntries(
  versions.flatMap((version) =>
    Object.entries(libs).map(([name, options]) => [
      `TypeScript ${version}, ${name}`,
      { build: compile(version, options), sample: options.sample === true && inSample.includes(version) },
    ]),
  ),
)
