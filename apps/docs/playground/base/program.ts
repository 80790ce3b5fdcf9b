// A program of the playground: files in TypeScript that import one another by `./name.ts`, and what becomes
// of them.

export interface Program {
  readonly main: string
  readonly files: Readonly<Record<string, string>>
}

/**
 * As System.register wants it: a format in which a module may await at its top, and that needs no address.
 */
export interface Compiled {
  readonly main: string
  readonly modules: Readonly<Record<string, { readonly code: string; readonly map: string }>>
}

export interface Problem {
  readonly file: string
  /** Both counted from 1. */
  readonly line: number
  readonly column: number
  readonly text: string
}
