// One script, then all of it to ES5 by swc, as legacy builds do.

import { readFileSync, writeFileSync } from 'node:fs'
import { transform } from '@swc/core'
import { build } from 'esbuild'

function bundle(platform, outfile) {
  return async () => {
    await build({
      entryPoints: ['programs/everywhere.js'],
      bundle: true,
      platform,
      format: 'iife',
      outfile,
      logLevel: 'silent',
    })
    const { code } = await transform(readFileSync(outfile, 'utf8'), {
      jsc: { target: 'es5' },
      isModule: false,
    })
    writeFileSync(outfile, code)
    return outfile
  }
}

export const builds = {
  'to ES5, browser': { program: 'everywhere', on: 'script', build: bundle('browser', 'out/a/b.js') },
  'to ES5, Node': { program: 'everywhere', on: 'node', build: bundle('node', 'out/c.cjs') },
}
