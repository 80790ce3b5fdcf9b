/** What a name stands for, by the scopes the linter made. */

import type { Node } from './node.ts'
import type { SourceCode, Variable } from './rule.ts'

/** The variable a name means at this node; undefined for a global that nobody declared. */
export function variableAt(name: string, node: Node, sourceCode: SourceCode): Variable | undefined {
  for (
    let scope: ReturnType<SourceCode['getScope']> | null = sourceCode.getScope(node);
    scope;
    scope = scope.upper
  ) {
    const variable = scope.set.get(name)
    if (variable) return variable.defs.length === 0 ? undefined : variable
  }
  return undefined
}

/** What a constant was initialised with, where it is never written again. */
export function initialiser(variable: Variable): Node | undefined {
  const [definition, ...others] = variable.defs
  if (others.length > 0 || definition?.type !== 'Variable') return undefined
  const { node } = definition
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init) return undefined
  return variable.references.some((reference) => reference.isWrite() && reference.identifier !== node.id)
    ? undefined
    : node.init
}
