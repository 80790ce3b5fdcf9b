// The types of a program, against the declarations of the release that the site is of. One host for all
// checks: the libraries are read once.

import type ts from 'typescript'
import type { Problem, Program } from '../base/program.ts'
import { asModule } from './claims.ts'
import { problemOf } from './compile.ts'

type TypeScript = typeof ts

/** By path: `/lib/lib.es2023.d.ts`, `/node_modules/@acoro/core/index.d.ts`. */
export type Declarations = Readonly<Record<string, string>>

export class Checker {
  readonly #ts: TypeScript
  readonly #declarations: Declarations
  readonly #folders: Set<string>
  readonly #read = new Map<string, ts.SourceFile>()
  #last: ts.Program | undefined

  constructor(ts: TypeScript, declarations: Declarations) {
    this.#ts = ts
    this.#declarations = declarations
    this.#folders = new Set(Object.keys(declarations).flatMap(foldersOf))
  }

  check({ files }: Program): Problem[] {
    const ts = this.#ts
    const own = new Map(
      Object.entries(files).map(([name, text]) => [`/${name}`, asModule(ts, name, text)] as const),
    )
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ESNext,
      lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.decorators.d.ts', 'lib.playground.d.ts'],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      allowImportingTsExtensions: true,
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      types: [],
    }
    const program = ts.createProgram([...own.keys()], options, this.#host(own), this.#last)
    this.#last = program
    return ts.getPreEmitDiagnostics(program).map((found) => problemOf(ts, found))
  }

  #host(own: ReadonlyMap<string, string>): ts.CompilerHost {
    const ts = this.#ts
    const text = (path: string): string | undefined => own.get(path) ?? this.#declarations[path]
    return {
      getSourceFile: (path, target) => {
        const found = text(path)
        if (found === undefined) return undefined
        const known = this.#read.get(path)
        if (known?.text === found) return known
        const file = ts.createSourceFile(path, found, target)
        this.#read.set(path, file)
        return file
      },
      fileExists: (path) => text(path) !== undefined,
      readFile: text,
      directoryExists: (path) => path === '/' || this.#folders.has(path),
      getDirectories: () => [],
      getDefaultLibFileName: () => '/lib/lib.es2023.d.ts',
      getDefaultLibLocation: () => '/lib',
      getCurrentDirectory: () => '/',
      getCanonicalFileName: (path) => path,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      writeFile: () => {},
    }
  }
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`)
}
