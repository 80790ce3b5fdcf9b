// Everything, node_modules too, down to ES5: generators become state machines, classes functions.

import { renameSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import webpack from 'webpack'

function bundle(target, folder) {
  return async () => {
    const stats = await promisify(webpack)({
      mode: 'production',
      target: [target, 'es5'],
      entry: './programs/everywhere.js',
      devtool: false,
      performance: false,
      optimization: { minimize: false },
      output: { path: resolve('out', folder), filename: 'out.js' },
      module: {
        rules: [
          {
            test: /\.m?js$/,
            exclude: /node_modules\/(?:@babel|core-js)/,
            use: {
              loader: 'babel-loader',
              options: { sourceType: 'unambiguous', presets: [['@babel/preset-env', { targets: 'ie 11' }]] },
            },
            resolve: { fullySpecified: false },
          },
        ],
      },
    })
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true })
    if (errors.length + warnings.length > 0) {
      throw new Error([...errors, ...warnings].map(({ message }) => message).join('\n'))
    }
    if (target === 'web') return `out/${folder}/out.js`
    renameSync(`out/${folder}/out.js`, `out/${folder}/out.cjs`)
    return `out/${folder}/out.cjs`
  }
}

export const builds = {
  'to ES5, browser': { program: 'everywhere', on: 'script', build: bundle('web', 'a') },
  'to ES5, Node': { program: 'everywhere', on: 'node', build: bundle('node', 'b') },
}
