import type { Options } from 'tsup'

/**
 * The one tsup configuration. JavaScript only: the types come from `tsc`, which writes them beside it. Every source
 * file becomes a file of its own, because bundlers drop whole files that a program does not use better than parts of
 * one; for Node they are joined afterwards (bundle.ts). `using` is lowered, because Node 20 does not know it.
 */
export const packageConfig: Options = {
  entry: ['src/**/*.ts'],
  bundle: false,
  format: 'esm',
  target: 'node20',
  platform: 'neutral',
  sourcemap: true,
  clean: true,
  silent: true,
}
