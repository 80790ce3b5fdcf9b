/**
 * The syntax tree of a file, by oxc's parser, as far as lowering looks at it.
 */

import { parseSync } from 'oxc-parser'

export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

export interface FunctionNode extends Node {
  readonly async: boolean
  readonly generator: boolean
  readonly id: (Node & { readonly name: string }) | null
  readonly params: readonly Node[]
  readonly body: Node
}

/** Parses JavaScript, with or without JSX. SyntaxError with the place, if that is not possible. */
export function parse(code: string, file: string): Node {
  const first = parsed(code, 'module')
  if (first.error === null) return first.program
  // Sloppy code, or a `return` at the top level.
  const second = parsed(code, 'commonjs')
  if (second.error === null) return second.program
  throw placed(first.error, code, file)
}

/** Does this JavaScript use what only modules have? A syntax error is for others to tell. */
export function hasModuleSyntax(code: string): boolean {
  const asModule = parseSync('file.js', code, { sourceType: 'module' })
  if (asModule.module.hasModuleSyntax) return true
  // An `await` at the top level.
  return asModule.errors.length === 0 && parsed(code, 'commonjs').error !== null
}

interface ParseError {
  readonly message: string
  readonly labels: readonly { readonly start: number }[]
}

function parsed(
  code: string,
  sourceType: 'module' | 'commonjs',
): { program: Node; error: ParseError | null } {
  const { program, errors } = parseSync('file.jsx', code, { lang: 'jsx', sourceType, preserveParens: true })
  return {
    program: program as unknown as Node,
    error: (errors.find(({ severity }) => severity === 'Error') as ParseError | undefined) ?? null,
  }
}

function placed({ message, labels }: ParseError, code: string, file: string): SyntaxError {
  const before = code.slice(0, labels[0]?.start ?? 0).split('\n')
  const column = (before.at(-1) as string).length + 1
  return new SyntaxError(`${file}:${before.length}:${column}: ${message}`)
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string'
}

/** Calls `visit` for each child of `node`, with the name of the field it stands in. */
export function forEachChild(node: Node, visit: (child: Node, field: string) => void): void {
  for (const field in node) {
    const value = node[field]
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) visit(child, field)
    } else if (isNode(value)) visit(value, field)
  }
}

export function isFunctionNode(node: Node): node is FunctionNode {
  return (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration'
  )
}
