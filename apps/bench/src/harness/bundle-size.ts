/** What a program weighs with its library: bundled, minified and compressed, as a web page would load it. */

import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'

export async function bundleSize(file: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    external: ['node:*'],
    target: 'es2022',
    logLevel: 'error',
  })
  return brotliCompressSync(outputFiles[0]!.contents).length
}
