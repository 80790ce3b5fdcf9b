// TypeScript makes of a program what a worker can run: types go away, `using` becomes older syntax, because
// Safari does not know it, and modules are in the format of System.register. The build does this to the
// examples of the pages, and the browser to what a reader has changed: both with this code, so a program
// means the same in both.

import type ts from 'typescript'
import type { Compiled, Problem, Program } from '../base/program.ts'
import { asModule, withClaims } from './claims.ts'

type TypeScript = typeof ts

/** Throws SyntaxErrors with `problems` if the text is no program at all. */
export function compile(ts: TypeScript, { main, files }: Program): Compiled {
  const problems: Problem[] = []
  const modules = Object.entries(files).map(([name, text]) => {
    const { outputText, sourceMapText, diagnostics } = ts.transpileModule(
      withClaims(ts, name, asModule(ts, name, text)),
      {
        fileName: name,
        reportDiagnostics: true,
        compilerOptions: {
          module: ts.ModuleKind.System,
          moduleDetection: ts.ModuleDetectionKind.Force,
          target: ts.ScriptTarget.ES2022,
          sourceMap: true,
          ignoreDeprecations: '6.0',
        },
      },
    )
    problems.push(...(diagnostics ?? []).map((found) => problemOf(ts, found)))
    const code = outputText
      .replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
      // TypeScript overlooks that `for await` at the top awaits.
      .replace('execute: function () {', 'execute: async function () {')
    return [name, { code, map: JSON.stringify(withoutText(sourceMapText)) }] as const
  })
  if (problems.length > 0) throw new CompileError(problems)
  return { main, modules: Object.fromEntries(modules) }
}

export class CompileError extends SyntaxError {
  override readonly name = 'CompileError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ file, line, text }) => `${file}:${line}: ${text}`).join('\n'))
    this.problems = problems
  }
}

export function problemOf(ts: TypeScript, found: ts.Diagnostic): Problem {
  const text = ts.flattenDiagnosticMessageText(found.messageText, '\n')
  const { file, start } = found
  if (file === undefined || start === undefined) return { file: '', line: 1, column: 1, text }
  const { line, character } = file.getLineAndCharacterOfPosition(start)
  return { file: file.fileName.replace(/^.*\//, ''), line: line + 1, column: character + 1, text }
}

function withoutText(map: string | undefined): object {
  const { version, names, sources, mappings } = JSON.parse(map ?? '{}') as Record<string, unknown>
  return { version, names, sources, mappings }
}
