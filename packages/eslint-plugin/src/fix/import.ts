/**
 * Names that a fix needs: those the file has imported already, under whatever name, or an import added to the
 * file. There is none where the name means something else, so that no other line changes its meaning.
 */

import { type Node, nameOf, statementsOf } from '../base/node.ts'
import type { Fix, Fixer, SourceCode } from '../base/rule.ts'
import { variableAt } from '../base/scope.ts'
import type { FileFacts } from '../facts/for-file.ts'

export interface Imported {
  /** How it is written in the file: `sleep`, `acoro.sleep`. */
  readonly name: string
  /** Is it there already? */
  readonly isThere: boolean
  add(fixer: Fixer): Fix[]
}

type Declaration = Extract<Node, { type: 'ImportDeclaration' }>

/** The export `name` of `module`, to be used at this node. */
export function imported(name: string, module: string, at: Node, file: FileFacts): Imported | undefined {
  const { sourceCode, imports } = file
  const declarations = statementsOf(sourceCode).filter(
    (node): node is Declaration => node.type === 'ImportDeclaration',
  )
  for (const declaration of declarations.filter((each) => each.importKind !== 'type')) {
    for (const specifier of declaration.specifiers) {
      const local = specifier.local.name
      if (imports.moduleOf(specifier.local) === undefined || !isSeen(local, specifier, at, sourceCode))
        continue
      const written = specifier.type === 'ImportNamespaceSpecifier' ? `${local}.${name}` : local
      const isIt =
        specifier.type === 'ImportNamespaceSpecifier'
          ? declaration.source.value === module
          : specifier.type === 'ImportSpecifier' &&
            specifier.importKind !== 'type' &&
            imports.isAcoro(declaration.source.value) &&
            nameOf(specifier.imported) === name
      if (isIt) return { name: written, isThere: true, add: () => [] }
    }
  }
  if (!isFree(name, at, sourceCode)) return undefined
  // A program of CommonJS: an import would make another kind of module of it.
  if (declarations.length === 0 && /\brequire\s*\(/.test(sourceCode.text)) return undefined
  return { name, isThere: false, add: (fixer) => [adding(name, module, declarations, fixer, sourceCode)] }
}

function isSeen(local: string, specifier: Node, at: Node, sourceCode: SourceCode): boolean {
  return variableAt(local, at, sourceCode)?.defs[0]?.node === specifier
}

/** Does the name mean nothing here, and is it no global that the import would hide elsewhere in the file? */
function isFree(name: string, at: Node, sourceCode: SourceCode): boolean {
  if (variableAt(name, at, sourceCode) !== undefined) return false
  let scope = sourceCode.getScope(at)
  while (scope.upper !== null) scope = scope.upper
  return !scope.through.some(({ identifier }) => nameOf(identifier) === name)
}

function adding(
  name: string,
  module: string,
  declarations: readonly Declaration[],
  fixer: Fixer,
  sourceCode: SourceCode,
): Fix {
  const same = declarations.find(
    (each) =>
      each.source.value === module &&
      each.importKind !== 'type' &&
      each.specifiers.at(-1)?.type === 'ImportSpecifier',
  )
  const lastName = same?.specifiers.at(-1)
  if (lastName) return fixer.insertTextAfterRange(lastName.range, `, ${name}`)
  const [first] = declarations
  const quote = first?.source.raw.startsWith('"') ? '"' : "'"
  const end = first === undefined || sourceCode.getText(first).endsWith(';') ? ';' : ''
  const line = `import { ${name} } from ${quote}${module}${quote}${end}`
  const last = declarations.at(-1)
  if (last) return fixer.insertTextAfterRange(last.range, `\n${line}`)
  const start =
    statementsOf(sourceCode).find((node) => !('directive' in node && node.directive !== undefined)) ??
    sourceCode.ast
  return fixer.insertTextBeforeRange(start.range, `${line}\n`)
}
