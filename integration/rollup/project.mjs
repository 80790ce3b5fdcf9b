import commonjs from '@rollup/plugin-commonjs'
import json from '@rollup/plugin-json'
import resolve from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'

function bundle(program, platform, format, file, external = []) {
  return async () => {
    const warnings = []
    const made = await rollup({
      input: `programs/${program}.js`,
      external,
      plugins: [
        resolve(platform === 'browser' ? { browser: true } : { exportConditions: ['node'] }),
        commonjs(),
        json(),
      ],
      onwarn: (warning) => warnings.push(warning.message),
    })
    await made.write({ file, format, inlineDynamicImports: true })
    if (warnings.length > 0) throw new Error(warnings.join('\n'))
    return file
  }
}

export const builds = {
  'browser, ESM': {
    program: 'everywhere',
    on: 'module',
    build: bundle('everywhere', 'browser', 'es', 'out/a/b.js'),
  },
  'browser, one script': {
    program: 'everywhere',
    on: 'script',
    build: bundle('everywhere', 'browser', 'iife', 'out/c/d.js'),
  },
  'Node, ESM': { program: 'everywhere', on: 'node', build: bundle('everywhere', 'node', 'es', 'out/e.mjs') },
  'Node, CommonJS': {
    program: 'everywhere',
    on: 'node',
    build: bundle('everywhere', 'node', 'cjs', 'out/f.cjs'),
  },
  'server, ESM': { program: 'server', on: 'node', build: bundle('server', 'node', 'es', 'out/g.mjs') },
  'workers, left out, ESM': {
    program: 'workers',
    on: 'node',
    build: bundle('workers', 'node', 'es', 'out/i.mjs', ['@acoro/executors']),
  },
  'server, CommonJS': { program: 'server', on: 'node', build: bundle('server', 'node', 'cjs', 'out/h.cjs') },
}
