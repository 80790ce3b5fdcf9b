/** Names of functions, as the language finds them, for stacks and reports. */

import type { FunctionNode, Node } from './ast.ts'

/** The method, if the function is the value of one. */
export function methodOf(parent: Node, node: FunctionNode): Node | null {
  const isMethod =
    parent.type === 'MethodDefinition' || (parent.type === 'Property' && parent.method === true)
  return isMethod && parent.value === node ? parent : null
}

/** How a method of that name is declared, and asked for. */
export function asMember(name: string): { declared: string; accessed: string } {
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return { declared: name, accessed: `.${name}` }
  const key = `[${JSON.stringify(name)}]`
  return { declared: key, accessed: key }
}

/** The name of a function, by itself or by where it stands; empty if it has none. */
export function nameOf(node: FunctionNode, parent: Node): string {
  if (node.id !== null) return node.id.name
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent.init === node ? keyText(parent.id as Node) : ''
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return parent.right === node ? keyText(parent.left as Node) : ''
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      if (parent.value !== node) return ''
      if (parent.computed === true && (parent.key as Node).type !== 'Literal') return ''
      return keyText(parent.key as Node)
    case 'ExportDefaultDeclaration':
      return 'default'
    default:
      return ''
  }
}

/** The last part of what something is assigned to. */
function keyText(key: Node): string {
  if (key.type === 'MemberExpression' && key.computed !== true) return keyText(key.property as Node)
  if (key.type === 'Literal') return String(key.value)
  return typeof key.name === 'string' ? key.name : ''
}
