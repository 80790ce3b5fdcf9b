import { resolve } from 'node:path'
import { promisify } from 'node:util'
import webpack from 'webpack'

function bundle(program, target, module, folder, mode = 'production') {
  return async () => {
    const stats = await promisify(webpack)({
      mode,
      target,
      entry: `./programs/${program}.js`,
      devtool: false,
      output: {
        path: resolve('out', folder),
        filename: module ? 'out.mjs' : 'out.cjs.js',
        ...(module ? { module: true, library: { type: 'module' } } : {}),
      },
      ...(module ? { experiments: { outputModule: true } } : {}),
      performance: false,
    })
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true })
    if (errors.length + warnings.length > 0) {
      throw new Error(
        [...errors, ...warnings].map(({ message, moduleName }) => `${moduleName}: ${message}`).join('\n'),
      )
    }
    return `out/${folder}/${module ? 'out.mjs' : 'out.cjs.js'}`
  }
}

export const builds = {
  'browser, ESM': { program: 'everywhere', on: 'module', build: bundle('everywhere', 'web', true, 'a') },
  'browser, one script': {
    program: 'everywhere',
    on: 'script',
    build: bundle('everywhere', 'web', false, 'b'),
  },
  'browser, development': {
    program: 'everywhere',
    on: 'script',
    build: bundle('everywhere', 'web', false, 'c', 'development'),
  },
  'Node, ESM': { program: 'everywhere', on: 'node', build: bundle('everywhere', 'node20', true, 'd') },
  'Node, CommonJS': {
    program: 'everywhere',
    on: 'node',
    build: asCommonJs(bundle('everywhere', 'node20', false, 'e')),
  },
  'server, ESM': { program: 'server', on: 'node', build: bundle('server', 'node20', true, 'f') },
  'workers, ESM': {
    program: 'workers',
    on: 'node',
    alone: true,
    build: bundle('workers', 'node20', true, 'h'),
  },
  'workers, CommonJS': {
    program: 'workers',
    on: 'node',
    alone: true,
    build: asCommonJs(bundle('workers', 'node20', false, 'i')),
  },
  'workers with a module of their own, ESM': {
    program: 'jobs',
    on: 'node',
    alone: true,
    build: bundle('jobs', 'node20', true, 'j'),
  },
  'workers with a module of their own, CommonJS': {
    program: 'jobs',
    on: 'node',
    alone: true,
    build: asCommonJs(bundle('jobs', 'node20', false, 'k')),
  },
  'server, CommonJS': {
    program: 'server',
    on: 'node',
    build: asCommonJs(bundle('server', 'node20', false, 'g')),
  },
}

/** The project is `type: module`; webpack's own script is not. */
function asCommonJs(build) {
  return async () => {
    const { renameSync } = await import('node:fs')
    const file = await build()
    renameSync(file, file.replace('.cjs.js', '.cjs'))
    return file.replace('.cjs.js', '.cjs')
  }
}
