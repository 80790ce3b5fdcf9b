/** A small program on disk, with packages in its node_modules, for what depends on where types come from. */

import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import tseslint from 'typescript-eslint'

/** The declarations of a core: with the brand, or as they were before it. */
export function declarations(isBranded: boolean): string {
  const brand = (kind: string): string => (isBranded ? `readonly '~acoro': ${kind}` : '')
  return `
export type Suspension = Future<unknown> | undefined
export interface Awaitable<T> { [Symbol.iterator](): Iterator<Suspension, T, any> }
export declare abstract class Coroutine<T> implements Awaitable<T> {
  ${brand("'coroutine'")}
  abstract [Symbol.iterator](): Iterator<Suspension, T, any>
  next(): IteratorResult<Suspension, T>
}
export declare class Future<T> implements Awaitable<T> {
  ${brand("'future' | 'task'")}
  [Symbol.iterator](): Iterator<Suspension, T, any>
  then(): void
}
export declare class Task<T> extends Future<T> { ${brand("'task'")}; cancel(): boolean }
export declare function coroutine<A extends unknown[], T>(fn: (...args: A) => Generator<Suspension, T, any>): (...args: A) => Coroutine<T>
export declare function sleep(ms: number): Coroutine<void>
export declare function gather<T>(list: Iterable<Awaitable<T>>): Future<T[]>
export declare function createTask<T>(coro: Coroutine<T>): Task<T>
`
}

export class Project {
  readonly dir: string = realpathSync(mkdtempSync(join(tmpdir(), 'acoro-lint-')))

  constructor(compilerOptions: object = {}) {
    const base = {
      target: 'es2022',
      lib: ['es2023'],
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
    }
    const module = { module: 'esnext', moduleResolution: 'bundler', allowJs: true, checkJs: true }
    this.write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: { ...base, ...module, ...compilerOptions } }),
    )
    this.write('package.json', JSON.stringify({ name: 'a-program', type: 'module' }))
  }

  write(path: string, text: string): string {
    const file = join(this.dir, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  }

  /** A package of that name, in a folder of the program. */
  addPackage(folder: string, name: string, entry: string, text: string): void {
    this.write(`${folder}/package.json`, JSON.stringify({ name, type: 'module', types: `./${entry}` }))
    this.write(`${folder}/${entry}`, text)
  }

  link(from: string, to: string): void {
    mkdirSync(dirname(join(this.dir, from)), { recursive: true })
    symlinkSync(join(this.dir, to), join(this.dir, from), 'dir')
  }

  get languageOptions(): object {
    return {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: this.dir },
    }
  }
}
