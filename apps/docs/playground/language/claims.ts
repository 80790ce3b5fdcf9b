// What an example's comments claim is shown when it runs: `// => value` prints the value, `// throws Name`
// the error. Only text is inserted, never a line, so that positions are the reader's. Whether the claims
// hold, the tests of the examples say.

import type ts from 'typescript'

type TypeScript = typeof ts
type Insertion = readonly [position: number, text: string]

/** What the inserted code calls: a module that only programs of the playground have. */
export const SHOWN = 'acoro:shown'

/** The text as a module: a `yield*` at its top makes it the body of a coroutine. */
export function asModule(ts: TypeScript, name: string, text: string): string {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS)
  if (!yieldsAtTop(ts, source)) return text
  // Outside of generators `yield` is a name, so the last import is found as it stands.
  const imports = source.statements.filter(ts.isImportDeclaration)
  const end = imports.at(-1)?.end ?? 0
  return `${text.slice(0, end)}; import { run as __run } from '@acoro/core'; await __run(function* () { ${text.slice(end)}\n})`
}

function yieldsAtTop(ts: TypeScript, source: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === 'yield') || (ts.forEachChild(node, visit) ?? false)
  return visit(source)
}

/** The text of a module with its claims shown. */
export function withClaims(ts: TypeScript, name: string, text: string): string {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS)
  const insertions: Insertion[] = []
  const visit = (node: ts.Node): void => {
    const claim = claimAfter(ts, text, node)
    if (claim === '=>') insertions.push(...shownValue(ts, source, node))
    if (claim === 'throws') insertions.push(...shownError(source, node))
    ts.forEachChild(node, visit)
  }
  visit(source)
  if (insertions.length === 0) return text
  return `import * as __shown from '${SHOWN}'; ${insert(text, insertions)}`
}

function claimAfter(ts: TypeScript, text: string, node: ts.Node): string | undefined {
  if (!ts.isExpressionStatement(node) && !ts.isVariableStatement(node) && !ts.isReturnStatement(node))
    return undefined
  const [comment] = ts.getTrailingCommentRanges(text, node.end) ?? []
  if (comment?.kind !== ts.SyntaxKind.SingleLineCommentTrivia) return undefined
  return /^\/\/\s*(=>|throws\b)/.exec(text.slice(comment.pos, comment.end))?.[1]
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.end).line + 1
}

function shownValue(ts: TypeScript, source: ts.SourceFile, node: ts.Node): Insertion[] {
  const line = lineOf(source, node)
  if (ts.isVariableStatement(node)) {
    const [declaration] = node.declarationList.declarations
    return declaration ? [[node.end, `; __shown.value((${declaration.name.getText(source)}), ${line})`]] : []
  }
  const { expression } = node as ts.ExpressionStatement | ts.ReturnStatement
  if (expression === undefined) return []
  return [
    [expression.getStart(source), '__shown.value(('],
    [expression.end, `), ${line})`],
  ]
}

function shownError(source: ts.SourceFile, node: ts.Node): Insertion[] {
  return [
    [node.getStart(source), 'try { '],
    [node.end, ` } catch (__error) { __shown.thrown(__error, ${lineOf(source, node)}) }`],
  ]
}

/** Insertions at one place come out in the order in which they were asked for. */
function insert(text: string, insertions: readonly Insertion[]): string {
  return [...insertions]
    .sort((a, b) => b[0] - a[0])
    .reduce((all, [at, piece]) => all.slice(0, at) + piece + all.slice(at), text)
}
