import type { Options } from 'tsup'

/**
 * The one tsup configuration. JavaScript only: the types come from `tsc`, which writes them beside it. Every source
 * file becomes a file of its own: bundled, esbuild renames what collides (`class _Future`), and names are what a stack
 * and a task's repr show; and bundlers drop whole files that a program does not use better than parts of one. The
 * price is 15 ms at start-up for all of core. `using` is lowered, because Node 20 does not know it.
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
