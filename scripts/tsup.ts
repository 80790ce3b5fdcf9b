import type { Options } from 'tsup'

/**
 * The one tsup configuration. JavaScript only: the types come from `tsc`, which writes them beside it.
 * Splitting stays on, because two entries of a package (`.` and `./lowlevel`) must share one copy of its state.
 */
export function packageConfig(entry: string[]): Options {
  return {
    entry,
    format: 'esm',
    target: 'node20',
    platform: 'neutral',
    splitting: true,
    sourcemap: true,
    dts: false,
    clean: true,
    supported: { using: false },
    external: [/^node:/],
  } as Options
}
