/**
 * Small questions about nodes. A node is looked at through what TypeScript puts around it (`as`, `!`,
 * `satisfies`) and through optional chains, none of which changes what a value is.
 */

import type { TSESTree } from '@typescript-eslint/types'
import type { SourceCode } from './rule.ts'

export type Node = TSESTree.Node
export type Expression = TSESTree.Expression
export type CallExpression = TSESTree.CallExpression
export type FunctionNode =
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.ArrowFunctionExpression

export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  )
}

/** The expression inside of `as`, `!`, `satisfies`, `<T>` and an optional chain. */
export function unwrap(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return unwrap(node.expression)
    default:
      return node
  }
}

/** The node with everything that `unwrap` would take off again. */
export function wrapped(node: Node): Node {
  const parent = node.parent
  return parent && unwrap(parent) !== parent && unwrap(parent) === unwrap(node) ? wrapped(parent) : node
}

/** The name of a property, of a member access or of a method, where it can be read off. */
export function keyOf(node: Node): string | undefined {
  switch (node.type) {
    case 'MemberExpression':
      return node.computed ? literalOf(node.property) : nameOf(node.property)
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
    case 'Property':
      return node.computed ? literalOf(node.key) : (nameOf(node.key) ?? literalOf(node.key))
    default:
      return undefined
  }
}

export function nameOf(node: Node): string | undefined {
  return node.type === 'Identifier' || node.type === 'PrivateIdentifier' ? node.name : undefined
}

function literalOf(node: Node): string | undefined {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined
}

/** Is this `Symbol.dispose` and the like, as a computed key or the property of an access? */
export function isWellKnownSymbol(node: Node, ...names: string[]): boolean {
  return (
    node.type === 'MemberExpression' && nameOf(node.object) === 'Symbol' && names.includes(keyOf(node) ?? '')
  )
}

/** The nodes right below this one. */
export function childrenOf(node: Node, { visitorKeys }: SourceCode): Node[] {
  const keys = visitorKeys?.[node.type] ?? Object.keys(node).filter((key) => key !== 'parent')
  return keys.flatMap((key) => {
    const value = (node as unknown as Record<string, unknown>)[key]
    return (Array.isArray(value) ? value : [value]).filter(isNode)
  })
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** The source of a node on one line and not too long, for messages. */
export function excerpt(node: Node, sourceCode: SourceCode): string {
  const text = sourceCode.getText(node).replace(/\s+/g, ' ')
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}

/** The statements of the file itself; those of a script in a Svelte file lie one level further down. */
export function statementsOf({ ast }: SourceCode): Node[] {
  return (ast.body as readonly (Node | { type: 'SvelteScriptElement'; body: Node[] })[]).flatMap((node) =>
    node.type === 'SvelteScriptElement' ? node.body : [node],
  )
}
