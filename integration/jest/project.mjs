// Jest runs CommonJS, and before Node 24.9 it cannot require ESM: either it transforms the packages, or it runs ESM itself.

import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'

function jest(folder, test, manifest, options = '') {
  return async () => {
    mkdirSync(folder, { recursive: true })
    cpSync(`src/${test}`, `${folder}/${test}`)
    writeFileSync(`${folder}/package.json`, JSON.stringify({ private: true, ...manifest }))
    writeFileSync(
      `${folder}/babel.config.json`,
      '{ "presets": [["@babel/preset-env", { "targets": { "node": "current" } }]] }',
    )
    const NODE_OPTIONS = `${options} --no-warnings`
    await promisify(execFile)(process.execPath, ['../node_modules/jest/bin/jest.js', '--ci'], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS },
      timeout: 240_000,
    })
  }
}

export const builds = {
  'CommonJS, with transformIgnorePatterns': {
    build: jest('a', 'commonjs.test.js', {
      jest: { transformIgnorePatterns: ['/node_modules/(?!@acoro/)'] },
    }),
  },
  'ESM, with --experimental-vm-modules': {
    build: jest(
      'b',
      'esm.test.mjs',
      { jest: { transform: {}, testMatch: ['**/*.test.mjs'] } },
      '--experimental-vm-modules',
    ),
  },
}
