import type { Options } from 'tsup'

/**
 * The one tsup configuration. JavaScript only: the types come from `tsc`, which writes them beside it.
 * Splitting stays on, because two entries of a package (`.` and `./lowlevel`) must share one copy of its state.
 * `using` is lowered, because Node 20 does not know it.
 */
export function packageConfig(entry: string[]): Options {
  return {
    entry,
    format: 'esm',
    target: 'node20',
    platform: 'neutral',
    splitting: true,
    sourcemap: true,
    clean: true,
    silent: true,
    external: [/^node:/],
  }
}
